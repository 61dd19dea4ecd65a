#!/usr/bin/env ruby
# SPDX-License-Identifier: Apache-2.0
# IDs with Dalli: dalli_ids.rb HOST:PORT. A line of standard input is a request, a line of standard
# output its answer: a number asks for so many IDs; `version`, `stats`.
require 'dalli'

# IDs come with flags 0, so Dalli neither unmarshals nor inflates them: they are strings of digits.
# down_retry_delay: after socket_max_failures a server counts as down for so many seconds.
# socket_failure_delay: the pause before a call is tried again on a new connection. Dalli 2.7 had
# other names for some options. Dalli is safe for threads, which share its one connection; but see
# next_ids.
Dalli.logger.level = Logger::ERROR
CLIENT = Dalli::Client.new(ARGV[0], socket_timeout: 5, down_retry_delay: 0, socket_failure_delay: 0.1)

def next_id
  # get returns nil for a miss; Kezuri has none.
  Integer(CLIENT.get('id') || raise('the server sent no ID'))
end

def next_ids(count)
  # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a hash.
  keys = (1..count).map { |i| "id#{i}" }
  values = CLIENT.get_multi(keys)
  if values.size != count
    # Dalli before 3.1 takes the first refusal for the end of the answer, and what comes after it
    # for the answer to the next call, which may be another thread's: with these versions a thread
    # that calls get_multi needs a client of its own. The next call gets a new connection.
    CLIENT.close
    raise "#{values.size} IDs came, not #{count}"
  end

  values.values_at(*keys).map { |value| Integer(value) }
end

def answer(request)
  case request
  when 'version' then CLIENT.version.values.first || raise('the server was not reached')
  when 'stats' then (CLIENT.stats.values.first || {}).map { |stat| stat.join('=') }.join("\t")
  when '1' then next_id
  else next_ids(Integer(request)).join(' ')
  end
rescue StandardError => e
  "error: #{e.class}: #{e.message}"
end

$stdout.sync = true
$stdin.each_line { |line| puts answer(line.chomp) }
