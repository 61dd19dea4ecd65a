# SPDX-License-Identifier: Apache-2.0
"""What is asked of every client."""
import concurrent.futures
import time

import sidecars
from apart import Apart
from programs import Program

WANTED = 10_000
AT_ONCE = 400
RECOVERY_SECONDS = 15


class Check:
    """One client against a sidecar that issues IDs, and one that waits for its lease."""

    def __init__(self, client, rig):
        self._client = client
        self._issuing = rig.issuing
        self._in_pod = rig.in_pod
        self.ids = []

    def run(self):
        """Returns all IDs that came."""
        self._draw()
        with self._program(self._issuing) as program:
            self._identify(program)
            if self._client.shared:
                self._share(program)
            self._restart(program)
        with Apart(self._in_pod) as relay, self._program(relay) as program:
            self._lease(program)
        _must_differ(self.ids)
        return self.ids

    def _program(self, server):
        return Program([*self._client.command, server.address, *self._client.arguments])

    def _ask(self, program, request, count, sidecar):
        return self._take(program.ask(request), count, sidecar)

    def _take(self, answer, count, sidecar):
        """Checks an answer that must be IDs."""
        assert not answer.startswith("error:"), answer
        ids = [int(word) for word in answer.split()]
        assert len(ids) == count, f"{len(ids)} IDs came, not {count}"
        for id_ in ids:
            worker_id = sidecars.worker_id_of(id_)
            assert worker_id == sidecar.worker_id, f"{id_} is of worker ID {worker_id}"
            behind = time.time() - sidecars.seconds_of(id_)
            assert -60 < behind < 60, f"{id_} was made {behind} s ago"
        self.ids += ids
        return ids

    def _draw(self):
        """Over four connections at once: two draw one by one, two by multi-get."""
        singles, batch = self._client.singles, self._client.batch
        batches, rest = divmod(WANTED // 2 - singles, batch)
        work = [[1] * singles, [batch] * batches + [rest] * (rest > 0)]
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            drawn = [threads.submit(self._draw_over_one, counts) for counts in work * 2]
            came = sum(len(future.result()) for future in drawn)
        assert came == WANTED, f"{came} IDs came, not {WANTED}"

    def _draw_over_one(self, counts):
        ids = []
        with self._program(self._issuing) as program:
            for count in counts:
                ids += self._ask(program, str(count), count, self._issuing)
        for before, after in zip(ids, ids[1:]):
            assert before < after, f"{after} came after {before} over one connection"
        return ids

    def _identify(self, program):
        if self._client.version:
            version = program.ask("version")
            assert version.startswith(self._client.version), f"version: {version}"
        if self._client.stats:
            stats = dict(stat.split("=", 1) for stat in program.ask("stats").split("\t"))
            assert stats.get("pid") == str(self._issuing.pid), f"stats: {stats}"

    def _share(self, program):
        """Callers that share a client must not get one another's IDs."""
        _must_differ(self._ask(program, f"shared {AT_ONCE}", AT_ONCE, self._issuing))

    def _restart(self, program):
        """The same program goes on, above, after its sidecar was killed and started again."""
        highest = max(self.ids)
        self._issuing.kill()
        for _ in range(2):  # the first finds the connection closed, the second none to be had
            answer = program.ask("1")
            assert answer.startswith("error:"), f"of a sidecar that is gone came {answer!r}"
        self._issuing.start()
        ids = self._until_ids_come(program, self._issuing)
        assert highest < min(ids), f"{ids} are not above {highest}"

    def _lease(self, program):
        """Before the lease there are errors, no misses and no IDs; with it there are IDs."""
        said = [program.ask("1"), program.ask("3")]
        for answer in said:
            assert answer.startswith("error:"), f"without a lease came {answer!r}"
        refusal = self._client.refusal
        assert refusal in said[0], f"{refusal!r} is not in {said[0]!r}"
        self._in_pod.grant()
        self._until_ids_come(program, self._in_pod)

    def _until_ids_come(self, program, sidecar):
        deadline = time.monotonic() + RECOVERY_SECONDS
        answer = program.ask("1")
        while answer.startswith("error:"):
            assert time.monotonic() < deadline, f"no ID in {RECOVERY_SECONDS} s: {answer}"
            time.sleep(0.05)
            answer = program.ask("1")
        ids = self._take(answer, 1, sidecar)
        return ids + self._ask(program, "3", 3, sidecar)


def _must_differ(ids):
    seen = set()
    twice = {id_ for id_ in ids if id_ in seen or seen.add(id_)}
    assert not twice, f"{len(twice)} IDs came more than once: {sorted(twice)[:5]}"
