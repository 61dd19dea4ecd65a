// SPDX-License-Identifier: Apache-2.0
// Requests on standard input, one a line, answered on standard output, one a line: a number asks
// for so many IDs, `shared N` for so many gets under way at once, `version` and `stats` for what
// the server says of itself.
'use strict';
const readline = require('node:readline');

exports.serve = async ({ one, many, version, stats }) => {
  const answer = async (request) => {
    if (request === 'version') return version();
    if (request === 'stats') {
      return Object.entries(await stats()).map((entry) => entry.join('=')).join('\t');
    }
    if (request === '1') return one();
    const [, shared, count] = /^(shared )?(\d+)$/.exec(request);
    const ids = shared
      ? await Promise.all(Array.from({ length: Number(count) }, one))
      : await many(Number(count));
    return ids.join(' ');
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const said = await answer(line).catch((e) => `error: ${e.message ?? e}`);
    process.stdout.write(`${said}\n`.replace(/\n(?=.)/g, ' '));
  }
};
