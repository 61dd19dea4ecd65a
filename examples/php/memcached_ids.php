<?php
// SPDX-License-Identifier: Apache-2.0
// IDs with php-memcached: php memcached_ids.php HOST:PORT [binary]. A line of standard input is a
// request, a line of standard output its answer: a number asks for so many IDs; `version`, `stats`.

[$host, $port] = explode(':', $argv[1]);
$client = new Memcached();
// Below, as in C: libmemcached leaves a server alone for RETRY_TIMEOUT seconds after a failure.
// OPT_PREFIX_KEY may be set: a key's text means nothing. List one server.
$client->setOptions([
    Memcached::OPT_BINARY_PROTOCOL => ($argv[2] ?? '') === 'binary',
    Memcached::OPT_TCP_NODELAY => true,
    Memcached::OPT_CONNECT_TIMEOUT => 1000,
    Memcached::OPT_POLL_TIMEOUT => 5000,
    Memcached::OPT_RETRY_TIMEOUT => 1,
    Memcached::OPT_SERVER_FAILURE_LIMIT => 1000000,
]);
$client->addServer($host, (int) $port);

function nextId(Memcached $client): string
{
    // IDs are strings of digits, and fit an int where PHP's int has 64 bits.
    $id = $client->get('id');
    // false is an error and a miss in one; the result code tells them apart, and both are errors.
    return $id === false ? throw new RuntimeException(reason($client)) : $id;
}

function nextIds(Memcached $client, int $count): array
{
    // Each key brings one ID, in the keys' order. Keys must differ, as the answer is an array by key.
    $keys = array_map(fn (int $i): string => "id$i", range(1, $count));
    $values = $client->getMulti($keys);
    if ($values === false || count($values) !== $count) {
        throw new RuntimeException(($values ? count($values) : 0) . " IDs came, not $count: " . reason($client));
    }
    return array_map(fn (string $key): string => $values[$key], $keys);
}

function reason(Memcached $client): string
{
    return trim($client->getResultMessage() . ' ' . $client->getLastErrorMessage());
}

function answer(Memcached $client, string $request): string
{
    if ($request === 'version') {
        return current($client->getVersion() ?: throw new RuntimeException(reason($client)));
    }
    if ($request === 'stats') {
        $stats = current($client->getStats() ?: throw new RuntimeException(reason($client)));
        return implode("\t", array_map(fn ($name): string => "$name=$stats[$name]", array_keys($stats)));
    }
    return $request === '1' ? nextId($client) : implode(' ', nextIds($client, (int) $request));
}

while (($line = fgets(STDIN)) !== false) {
    try {
        echo answer($client, trim($line)), "\n";
    } catch (RuntimeException $e) {
        echo 'error: ', $e->getMessage(), "\n";
    }
}
