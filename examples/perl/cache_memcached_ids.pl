#!/usr/bin/env perl
# SPDX-License-Identifier: Apache-2.0
# IDs with Cache::Memcached: cache_memcached_ids.pl HOST:PORT. A line of standard input is a request,
# a line of standard output its answer: a number asks for so many IDs; `version`, `stats`.
use strict;
use warnings;
use Cache::Memcached;

# The library retries nothing, and has no error but undef: it waits select_timeout seconds, takes
# SERVER_ERROR for a miss and keeps the reason to itself (the sidecar's stats and log have it).
# A server that refused a connection is left alone for 20 to 30 seconds, unless told to forget that.
# A perl without 64-bit integers must keep IDs as strings.
my $client = Cache::Memcached->new({ servers => [ $ARGV[0] ], select_timeout => 1, connect_timeout => 1 });

sub next_id {
    my $id = $client->get('id');
    return $id if defined $id;
    $client->forget_dead_hosts;
    die "the server sent no ID, or was not reached\n";
}

sub next_ids {
    my ($count) = @_;
    # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a hash.
    my @keys   = map { "id$_" } 1 .. $count;
    my $values = $client->get_multi(@keys);
    return @$values{@keys} if keys %$values == $count;
    $client->forget_dead_hosts;
    die scalar(keys %$values) . " IDs came, not $count\n";
}

sub stats {
    my $stats = $client->stats('misc')->{hosts}{ $ARGV[0] }{misc} or die "the server was not reached\n";
    return $stats;
}

$| = 1;
while (my $request = <STDIN>) {
    chomp $request;
    my $answer = eval {
        if    ($request eq 'version') { stats()->{version} }
        elsif ($request eq 'stats')   { my $s = stats(); join "\t", map { "$_=$s->{$_}" } sort keys %$s }
        elsif ($request eq '1')       { next_id() }
        else                          { join ' ', next_ids(int $request) }
    };
    $answer = "error: $@" unless defined $answer;
    chomp $answer;
    print "$answer\n";
}
