#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// IDs with memcached (node): node memcached_ids.js HOST:PORT; loop.js says what it reads.
'use strict';
const Memcached = require('memcached');
const { promisify } = require('node:util');
const { serve } = require('./loop');

// IDs have 61 bits, a Number holds 53: keep them as strings, or make them BigInt. JSON.parse would
// round them, so send them as strings.
// The client opens up to poolSize connections; IDs of gets under way at once come in any order.
// After `failures` failed calls the server is dead: calls fail for `retry` ms, or (remove: true) for
// good. With few retries a call fails soon when the sidecar restarts, and the next one connects.
const client = new Memcached(process.argv[2], {
  timeout: 5000,
  retries: 1,
  failures: 1000000,
  retry: 100,
  remove: false,
  poolSize: 10,
});
// SERVER_ERROR comes as a miss; its text only as an `issue`.
let lastIssue = '';
client.on('issue', ({ messages }) => {
  lastIssue = messages.at(-1);
});
const noId = (came) => new Error(`the server sent ${came}: ${lastIssue}`);
const get = promisify(client.get).bind(client);
const getMulti = promisify(client.getMulti).bind(client);
const callVersion = promisify(client.version).bind(client);
const callStats = promisify(client.stats).bind(client);

// A miss is undefined (node-memcached 2) or false; Kezuri has none.
const oneId = async () => {
  const id = await get('id');
  if (!id) throw noId('no ID');
  return checked(id);
};

// The library turns text that looks like a number into a Number, if it is safe; IDs are not.
const checked = (id) => {
  if (typeof id !== 'string') throw new Error(`an ID came as ${typeof id}: ${id}`);
  return id;
};

// Each key brings one ID, in the keys' order. Keys must differ, as the answer is an object.
const manyIds = async (count) => {
  const keys = Array.from({ length: count }, (_, i) => `id${i}`);
  const values = (await getMulti(keys)) ?? {};
  const came = Object.keys(values).length;
  if (came !== count) throw noId(`${came} IDs, not ${count}`);
  return keys.map((key) => checked(values[key]));
};

serve({
  one: oneId,
  many: manyIds,
  version: async () => (await callVersion())[0].version,
  stats: async () => (await callStats())[0],
}).then(() => process.exit()); // client.end() leaves connections that failed, and the process
