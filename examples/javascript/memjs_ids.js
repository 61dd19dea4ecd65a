#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// IDs with memjs, which speaks the binary protocol: node memjs_ids.js HOST:PORT; loop.js says what
// it reads.
'use strict';
const memjs = require('memjs');
const { promisify } = require('node:util');
const { serve } = require('./loop');

// IDs have 61 bits, a Number holds 53: values are Buffers; keep their text, or make it a BigInt.
// timeout is in seconds, and 0.5 by default. A call that fails is tried `retries` times in all.
const client = memjs.Client.create(process.argv[2], {
  timeout: 5,
  conntimeout: 1,
  retries: 2,
  retry_delay: 0.2,
  logger: { log: () => {} },
});

// The library forgets calls whose connection the server closes: they would wait for ever.
const orTimeout = (call) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, 6000, new Error('no answer in 6 s'));
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
};

const oneId = async () => {
  const { value } = await orTimeout(client.get('id'));
  if (!value) throw new Error('the server sent no ID');
  return value.toString();
};

// There is no multi-get: gets are sent without waiting, over the one connection, and
// their answers told apart by number, so all may have one key.
const manyIds = (count) => Promise.all(Array.from({ length: count }, oneId));

const stats = () =>
  new Promise((resolve, reject) =>
    client.stats((error, server, found) => (error ? reject(error) : resolve(found))));

serve({
  one: oneId,
  many: manyIds,
  version: async () => (await stats()).version,
  stats,
}).then(() => client.close());
