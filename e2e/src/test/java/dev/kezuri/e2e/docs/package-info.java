// SPDX-License-Identifier: Apache-2.0
/** What the pages of this tree say of files, commands, tests, rights and messages is so. */
package dev.kezuri.e2e.docs;
