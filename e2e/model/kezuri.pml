/* SPDX-License-Identifier: Apache-2.0
 *
 * The protocol of leases and windows, as a model for the checker Spin. README.md tells how to read it.
 *
 * Each `atomic` block is one step: one thing that happens at once, written as "if this holds ->
 * then that". The checker tries every step in every order, so everything that is not forbidden
 * happens at the worst time: writes are late, processes die, messages are lost. Clocks are not
 * modelled as clocks at all: whoever reads one gets any time.
 *
 * WITHOUT(rule) is true in the one variant that has this rule removed.
 */

/* ---- Bounds: variants.txt sets others ---------------------------------------------------- */
#ifndef PODS
#define PODS 2        /* pod UIDs, 1 to PODS; a pod made again under an old name is a new one */
#endif
#ifndef NUMBERS
#define NUMBERS 1     /* worker IDs */
#endif
#ifndef OPERATORS
#define OPERATORS 1
#endif
#ifndef TIMES
#define TIMES 3       /* timestamps 0 to TIMES-1; one ID a timestamp */
#endif
#ifndef TURNS
#define TURNS 1       /* turns 0 to TURNS */
#endif
#ifndef HAND
#define HAND 0        /* 1: somebody also writes to the ledger whatever the API server takes */
#endif

/* ---- Rules that a variant may lack: numbers only tell them apart -------------------------- */
/* Rule 1, Disjoint windows: the CRD's CEL rules, WorkerIdStatus and HeldWindow in crds. */
#define floor_never_goes_back          1
#define windows_start_at_the_floor     2
#define windows_only_grow              3
#define one_holder_until_release       4
#define a_release_raises_the_floor     5
#define a_lost_window_ends_at_notAfter 6
/* Rule 2, Inside the window. */
#define issued_inside_the_window       11 /* IdIssuer.issue, SteadyClock.nowMs */
#define lease_of_this_pod              12 /* LeaseFile.read */
#define ledger_before_annotation       13 /* Grants.plan, ActionApplier */
/* Rule 3, Strictly increasing in a pod, across restarts. */
#define time_never_goes_back           21 /* IdIssuer.issue, SteadyClock */
#define reserved_before_use            22 /* IdIssuer.reserved */
#define above_the_reservation          23 /* IdIssuer.start */
#define empty_folder_in_turn_0_only    24 /* LeaseOrder.of */
#define older_leases_ignored           25 /* LeaseOrder.ofState */
#define turn_1_after_first_record      26 /* Renewals.reason */
#define one_process_by_lock            27 /* StateFolder.load */
/* Rule 4, Cut short only by resignation. */
#define record_before_message          31 /* IdIssuer.resign, Shutdown.run */
#define closed_turn_stays_closed       32 /* LeaseOrder.ofState */
#define closed_before_counted          33 /* IdIssuer.resign */
#define released_above_high_water      34 /* Releases.ended */
#define present_turn_only              35 /* Holders.closes */
#define own_grant_only                 36 /* Holders.closes, Holders.lastWord */
#define good_state_only                37 /* IdIssuer.resign */
#define reservation_counts_as_issued   38 /* IdIssuer.start */
#define living_pods_are_not_released   39 /* Holders.lastWord */
#define gone_by_a_live_look_only       40 /* ClusterObserver.gone */
/* What is assumed of the world. */
#define compare_and_swap               51 /* API server: linearisable for one object */
#define disk_keeps_what_it_synced      52
#define memory_is_not_reverted         53
#define folder_kept_until_turn_1       54
#define new_folder_new_lease_file      55
#define nobody_forges_a_resignation    56

#ifndef VARIANT
#define VARIANT 0
#endif
#define WITHOUT(rule) (VARIANT == rule)

/* ---- What the API server has -------------------------------------------------------------- */
#define NOBODY 0

/* The status of a WorkerId. A window is [from, to): notBefore and notAfter. */
typedef Slot {
  byte floor;
  byte holder;   /* a pod's UID, or NOBODY: then from, to and turn are 0 */
  byte from;
  byte to;
  byte turn
};
Slot slot[NUMBERS];

#define LIVES   0
#define LEAVING 1  /* deletionTimestamp is set */
#define GONE    2  /* not in the API any more, or failed: its containers may run on */

typedef Pod {
  bool known;    /* an operator has thought of it */
  byte phase;
  bool told;     /* it has the annotation kezuri.dev/lease, and no gate; what that says: */
  byte number;
  byte from;
  byte to;
  byte turn;
  /* By turn: what the sidecar said last, as high water + 1; 0: nothing. It stays for good, and
   * operators read it whenever they like or never: lost, late, and of an earlier run. */
  byte said[TURNS + 1]
};
Pod pod[PODS + 1];

/* ---- What a pod's node has: the state folder, StateRecord ---------------------------------- */
typedef Folder {
  bool hasRecord;
  byte number;
  byte from;
  byte turn;
  byte next;     /* T + 1: the first timestamp that is not reserved */
  bool closed;
  bool lost;     /* it was emptied; only for the claims */
  byte minTurn   /* leases older than this are not read any more */
};
Folder folder[PODS + 1];

/* ---- What the claims are made of; no step looks at it -------------------------------------- */
/* A set of timestamps is a number with one bit each. */
#define SPAN(a, b) ((1 << (b)) - (1 << (a)))
typedef Masks { byte times[NUMBERS] };
Masks given[PODS + 1];   /* the timestamps of the windows that the ledger gave the pod */
byte issued[NUMBERS];    /* the timestamps that anybody issued */
byte ended[NUMBERS];     /* where the last window that is over ended */

#define CLAIM(holds, text) \
  if \
  :: (holds) -> skip \
  :: else -> printf(text); assert(false) \
  fi

#define NAME(p) (64 + (p))            /* pod 1 is called A */

/* x becomes any number from low to high. */
inline pick(x, low, high) { x = low; do :: x < high -> x++ :: break od }

/* ---- What an operator means to write: not sent yet, or on its way ----------------------------- */
#define NOTHING  0
#define GRANT    1
#define EXTEND   2
#define RELEASE  3
#define ANNOUNCE 4

typedef Plan {
  byte kind;
  byte n;                             /* the worker ID */
  byte p;                             /* the pod */
  byte from;
  byte to;                            /* of a RELEASE: the end */
  byte turn
};
Plan plan[OPERATORS + 1];
#define MY plan[me]

inline forget(o) {
  plan[o].kind = NOTHING; plan[o].n = 0; plan[o].p = 0;
  plan[o].from = 0; plan[o].to = 0; plan[o].turn = 0
}

/* ---- Writes, as the API server takes them ------------------------------------------------------ */

/* The CRD's CEL rules: whether a status may follow another one. That the early end of a window is
 * true they cannot know. */
#define TAKEN(old, nFloor, nHolder, nFrom, nTo, nTurn) ( \
  (nFloor >= old.floor || WITHOUT(floor_never_goes_back)) && \
  (old.holder != NOBODY || nHolder == NOBODY || nFrom >= nFloor || WITHOUT(windows_start_at_the_floor)) && \
  (old.holder == NOBODY || nHolder == NOBODY || \
    (nHolder == old.holder && nFrom == old.from && nTo >= old.to && nTurn >= old.turn) || \
    (nHolder == old.holder && nFrom == old.from && WITHOUT(windows_only_grow)) || \
    (nHolder != old.holder && WITHOUT(one_holder_until_release))) && \
  (old.holder == NOBODY || nHolder != NOBODY || nFloor > old.from || WITHOUT(a_release_raises_the_floor)))

/* Stores the status of a WorkerId. Whoever has planned on the version before gets a 409, since a
 * write names the version that it replaces. His plan is forgotten here and now: that comes to the
 * same, and is less to check. */
inline store(sN, sFloor, sHolder, sFrom, sTo, sTurn) {
  if
  :: slot[sN].holder != NOBODY && slot[sN].holder != sHolder ->
       ended[sN] = slot[sN].to;
       if   /* a Graceful end */
       :: sHolder == NOBODY && sFloor < slot[sN].to && !WITHOUT(a_release_raises_the_floor) -> ended[sN] = sFloor
       :: else
       fi
  :: else
  fi;
  slot[sN].floor = sFloor; slot[sN].holder = sHolder; slot[sN].from = sFrom; slot[sN].to = sTo; slot[sN].turn = sTurn;
  if
  :: sHolder != NOBODY ->
       given[sHolder].times[sN] = given[sHolder].times[sN] | SPAN(sFrom, sTo);
       CLAIM(sFrom >= ended[sN], "BROKEN: two windows of one worker ID overlap\n")
  :: else
  fi;
  i = 1;
  do
  :: i <= OPERATORS ->
       if
       :: plan[i].kind != ANNOUNCE && plan[i].n == sN && !WITHOUT(compare_and_swap) -> forget(i)
       :: else
       fi;
       i++
  :: else -> i = 0; break
  od
}

/* Writes a lease into a pod's annotation, by a JSON Patch that tests the UID, and the gate or the
 * annotation that is replaced. What others mean to announce fails these tests, and is forgotten. */
inline tell(tP, tN, tFrom, tTo, tTurn) {
  pod[tP].told = true; pod[tP].number = tN; pod[tP].from = tFrom; pod[tP].to = tTo; pod[tP].turn = tTurn;
  printf("pod %c is told: worker ID %d, [%d, %d), turn %d\n", NAME(tP), tN, tFrom, tTo, tTurn);
  i = 1;
  do
  :: i <= PODS ->
       CLAIM(HAND || i == tP || pod[tP].phase != LIVES || pod[i].phase != LIVES || !pod[i].told || pod[i].number != tN, "BROKEN: two living pods bear one number\n");
       i++
  :: else -> i = 0; break
  od;
  unannounce(tP)
}

inline unannounce(uP) {
  i = 1;
  do
  :: i <= OPERATORS ->
       if :: plan[i].kind == ANNOUNCE && plan[i].p == uP -> forget(i) :: else fi;
       i++
  :: else -> i = 0; break
  od
}

/* ---- An operator: look, plan one write, send it some time later -------------------------------- */

/* Whether pod p was told of the window that slot[n] has. */
#define NAMES(p, n) (pod[p].told && pod[p].number == n && pod[p].from == slot[n].from)

proctype Operator(byte me) {
  byte n; byte p; byte turn; byte q; byte t; byte i;

  do
  /* It looks at one WorkerId, and plans one of the things that may be done about it. */
  :: atomic { MY.kind == NOTHING ->
       pick(n, 0, NUMBERS - 1);
       p = slot[n].holder; turn = slot[n].turn;
       if
       /* Grants: to a pod that waits. notBefore = max(floor, now - 1 min), by any clock. Pods are
        * named in the order in which they are first thought of: they are all alike. */
       :: p == NOBODY && slot[n].floor < TIMES ->
            pick(p, 1, PODS);
            if
            :: pod[p].phase == LIVES && !pod[p].told && (p == 1 || pod[p - 1].known) ->
                 pod[p].known = true;
                 MY.kind = GRANT;
                 pick(MY.from, slot[n].floor, TIMES - 1);
                 MY.to = MY.from + 1;
                 printf("operator %d plans: worker ID %d to pod %c, [%d, %d), turn 0\n", me, n, NAME(p), MY.from, MY.to);
                 if
                 :: WITHOUT(ledger_before_annotation) -> tell(p, n, MY.from, MY.to, 0)
                 :: else
                 fi
            :: else
            fi

       /* Renewals: notAfter by any clock, but never less than it is. */
       :: p != NOBODY && slot[n].to < TIMES && pod[p].phase != GONE ->
            MY.kind = EXTEND; MY.from = slot[n].from; MY.turn = turn;
            MY.to = slot[n].to + 1;
            printf("operator %d plans: pod %c's window of worker ID %d grows to [%d, %d)\n", me, NAME(p), n, MY.from, MY.to)

       /* Turn 1, once the sidecar has started: its first record is on disk. */
       :: p != NOBODY && turn == 0 && TURNS > 0 && pod[p].phase != GONE &&
          (folder[p].hasRecord || WITHOUT(turn_1_after_first_record)) ->
            MY.kind = EXTEND; MY.from = slot[n].from; MY.to = slot[n].to; MY.turn = 1;
            printf("operator %d plans turn 1 of pod %c\n", me, NAME(p))

       /* The next turn, if the sidecar has closed this one and the pod lives. It may be an old copy
        * of the pod that says so: the pod may be leaving or gone. */
       :: p != NOBODY && turn < TURNS && pod[p].said[turn] != 0 && NAMES(p, n) ->
            MY.kind = EXTEND; MY.from = slot[n].from; MY.to = slot[n].to; MY.turn = turn + 1;
            printf("operator %d reads pod %c's word that turn %d is closed, and plans turn %d\n", me, NAME(p), turn, turn + 1)

       /* Releases by a word: of this pod, this grant, this turn, and the pod does not live. That
        * cannot be wrong by an old copy: what is deleted stays so. */
       :: p != NOBODY && (pod[p].phase != LIVES || WITHOUT(living_pods_are_not_released)) &&
          (pod[p].said[turn] != 0 || WITHOUT(own_grant_only) || WITHOUT(present_turn_only)) ->
            q = p;
            if :: WITHOUT(own_grant_only) -> pick(q, 1, PODS) :: else fi;
            if :: WITHOUT(present_turn_only) -> pick(turn, 0, TURNS) :: else fi;
            if
            :: pod[q].said[turn] != 0 && pod[q].number == n &&
               (pod[q].from == slot[n].from || WITHOUT(own_grant_only)) ->
                 MY.kind = RELEASE;
                 MY.to = pod[q].said[turn];
                 if :: WITHOUT(released_above_high_water) -> MY.to-- :: else fi;
                 if :: MY.to > slot[n].to -> MY.to = slot[n].to :: else fi;
                 if :: MY.to <= slot[n].from -> MY.to = slot[n].from + 1 :: else fi;
                 printf("operator %d reads pod %c's word (turn %d, high water %d), and plans to end pod %c's window at %d\n", me, NAME(q), turn, pod[q].said[turn] - 1, NAME(p), MY.to)
            :: else
            fi

       /* Releases at notAfter, which some clock says is past: a live GET says that the pod is gone,
        * or the pod was told of another window. */
       :: p != NOBODY &&
          (pod[p].phase == GONE || WITHOUT(gone_by_a_live_look_only) || (pod[p].told && !NAMES(p, n))) ->
            MY.kind = RELEASE;
            MY.to = slot[n].to;
            if :: WITHOUT(a_lost_window_ends_at_notAfter) -> MY.to = slot[n].from + 1 :: else fi;
            printf("operator %d takes pod %c for gone, and plans to end its window at %d\n", me, NAME(p), MY.to)

       /* Announcements: what the ledger has, to a pod that knows less. */
       :: p != NOBODY && pod[p].phase != GONE &&
          (!pod[p].told ||
           (NAMES(p, n) && pod[p].to <= slot[n].to && pod[p].turn <= turn &&
            (pod[p].to < slot[n].to || pod[p].turn < turn))) ->
            MY.kind = ANNOUNCE; MY.from = slot[n].from; MY.to = slot[n].to; MY.turn = turn

       :: else  /* nothing */
       fi;
       if :: MY.kind != NOTHING -> MY.n = n; MY.p = p :: else fi;
       n = 0; p = 0; turn = 0; q = 0
     }

  /* What it has sent arrives: at once, late, or after its sender has died. */
  :: atomic { MY.kind == GRANT || MY.kind == EXTEND ->
       n = MY.n; p = MY.p;
       if
       :: TAKEN(slot[n], slot[n].floor, p, MY.from, MY.to, MY.turn) ->
            printf("operator %d writes the ledger: worker ID %d is pod %c's, [%d, %d), turn %d\n", me, n, NAME(p), MY.from, MY.to, MY.turn);
            store(n, slot[n].floor, p, MY.from, MY.to, MY.turn)
       :: else
       fi;
       n = 0; p = 0;
       forget(me)
     }
  :: atomic { MY.kind == RELEASE ->
       n = MY.n;
       turn = (MY.to > slot[n].floor -> MY.to : slot[n].floor);   /* the new floor */
       if
       :: TAKEN(slot[n], turn, NOBODY, 0, 0, 0) ->
            printf("operator %d writes the ledger: worker ID %d is free from %d on\n", me, n, turn);
            store(n, turn, NOBODY, 0, 0, 0)
       :: else
       fi;
       n = 0; turn = 0;
       forget(me)
     }
  :: atomic { MY.kind == ANNOUNCE ->
       n = MY.n; p = MY.p; q = MY.from; t = MY.to; turn = MY.turn;
       tell(p, n, q, t, turn);
       n = 0; p = 0; q = 0; t = 0; turn = 0
     }
  /* It dies before it has sent it, or the request is lost. */
  :: atomic { MY.kind != NOTHING -> forget(me) }
  od
}

/* ---- Somebody writes to the ledger by hand: anything that the CRD takes ------------------------ */
proctype Hand() {
  byte n; byte f; byte h; byte a; byte b; byte t; byte i;
  do
  :: atomic {
       pick(n, 0, NUMBERS - 1);
       pick(f, 0, TIMES);
       pick(h, 0, PODS);
       if
       :: h == NOBODY -> skip
       :: else -> pick(a, 0, TIMES - 1); pick(b, a + 1, TIMES); pick(t, 0, TURNS)
       fi;
       if
       :: (slot[n].floor != f || slot[n].holder != h || slot[n].from != a || slot[n].to != b || slot[n].turn != t) &&
          TAKEN(slot[n], f, h, a, b, t) &&
          /* That a Lost window ends at notAfter is a rule on the history, which is not in the model.
           * A Graceful end may be earlier: that it is no lie is what rule 4 is for. */
          (slot[n].holder == NOBODY || h != NOBODY || f >= slot[n].to ||
           WITHOUT(a_release_raises_the_floor) || WITHOUT(nobody_forges_a_resignation)) ->
            if
            :: h == NOBODY -> printf("a hand writes the ledger: worker ID %d, floor %d, no holder\n", n, f)
            :: else -> printf("a hand writes the ledger: worker ID %d, floor %d, pod %c, [%d, %d), turn %d\n", n, f, NAME(h), a, b, t)
            fi;
            store(n, f, h, a, b, t)
       :: else
       fi;
       n = 0; f = 0; h = 0; a = 0; b = 0; t = 0
     }
  od
}

/* ---- A pod: deleted in order or by force, and its sidecar, one process after another ------------ */

/* The first timestamp that may not be issued. */
#define LEAST(a, b) ((a) < (b) -> (a) : (b))
#define LIMIT (WITHOUT(issued_inside_the_window) -> TIMES : \
              (WITHOUT(reserved_before_use) -> to : LEAST(to, folder[p].next)))
#define MAY_ISSUE (next < LIMIT || (WITHOUT(time_never_goes_back) && folder[p].from < LIMIT))

inline down() { serves = false; to = 0; next = 0; used = false }

inline say(highWater1) {
  pod[p].said[folder[p].turn] = highWater1;
  printf("pod %c's sidecar says: turn %d is closed at high water %d\n", NAME(p), folder[p].turn, pod[p].said[folder[p].turn] - 1)
}

inline write(reserved) {
  folder[p].hasRecord = true; folder[p].number = pod[q].number; folder[p].from = pod[q].from;
  folder[p].turn = turn; folder[p].next = reserved; folder[p].closed = false
}

/* A lease shorter than the one in force is ignored. After a start all that was reserved is used. */
inline serve() {
  if
  :: !serves ->
       serves = true; to = t;
       next = (WITHOUT(above_the_reservation) -> folder[p].from : folder[p].next);
       printf("pod %c's sidecar starts to serve: worker ID %d, [%d, %d), turn %d, from %d on\n", NAME(p), folder[p].number, folder[p].from, to, turn, next)
  :: serves && t > to ->
       to = t;
       printf("pod %c's sidecar takes a longer window: [%d, %d), turn %d\n", NAME(p), folder[p].from, to, turn)
  :: else
  fi
}

/* LeaseOrder: a lease (of pod q, to t, in this turn) against what is on disk. */
inline take() {
  if
  :: !folder[p].hasRecord && (turn == 0 || WITHOUT(empty_folder_in_turn_0_only)) ->
       write(pod[q].from); serve()
  :: !folder[p].hasRecord && turn > 0 && !WITHOUT(empty_folder_in_turn_0_only) ->
       /* State lost: it refuses for good. */
       CLAIM(HAND || folder[p].lost, "BROKEN: a sidecar finds its state lost, and its folder was never emptied\n")
  :: folder[p].hasRecord && turn < folder[p].turn ->
       if
       :: WITHOUT(older_leases_ignored) -> write(folder[p].next); serve()
       :: else  /* ignored */
       fi
  :: folder[p].hasRecord && turn == folder[p].turn ->
       if
       :: folder[p].closed && !WITHOUT(closed_turn_stays_closed)  /* refused */
       :: else -> serve()
       fi
  :: folder[p].hasRecord && turn > folder[p].turn -> write(folder[p].next); serve()
  fi
}

/* Of a sidecar's process only this is in memory; all else is on disk. */
proctype PodAndSidecar(byte p) {
  bool serves;    /* it runs, with a lease in force */
  byte to;        /* end of the window in force */
  byte next;      /* the last timestamp that it issued, or counts as issued, + 1 */
  bool used;      /* it has issued something; kept for one variant only */
  byte t; byte turn; byte q; byte i;

  do
  :: atomic { pod[p].known && pod[p].phase == LIVES ->
       pod[p].phase = LEAVING;
       printf("pod %c is deleted\n", NAME(p))
     }
  :: atomic { pod[p].known && pod[p].phase != GONE ->
       pod[p].phase = GONE;
       unannounce(p);
       printf("pod %c is gone from the API; its containers may run on\n", NAME(p))
     }

  /* The sidecar starts, or runs, and reads the lease file, some time after it was written; the turn
   * may be any that it ever said. Also in a pod that is leaving or gone: its node may be cut off. */
  :: atomic { pod[p].told && (folder[p].minTurn <= pod[p].turn) ->
       q = p;
       if :: WITHOUT(lease_of_this_pod) -> pick(q, 1, PODS) :: else fi;
       if
       :: pod[q].told ->
            pick(turn, folder[p].minTurn, pod[q].turn);
            t = pod[q].to;
            take()
       :: else
       fi;
       q = 0; t = 0; turn = 0
     }

  /* It dies: SIGKILL, out of memory, node down. What was in memory is gone. */
  :: atomic { serves ->
       printf("pod %c's sidecar is killed\n", NAME(p));
       if
       :: WITHOUT(disk_keeps_what_it_synced) && folder[p].next > folder[p].from ->
            folder[p].next--; printf("pod %c's disk has lost what was synced last\n", NAME(p))
       :: true
       fi;
       down()
     }

  /* Its folder is emptied while it is down, once: the node was made anew. */
  :: atomic { !serves && folder[p].hasRecord && !folder[p].lost &&
       (pod[p].turn > 0 || WITHOUT(folder_kept_until_turn_1)) ->
       if
       :: pod[p].turn > 0 && !WITHOUT(new_folder_new_lease_file) -> folder[p].minTurn = 1
       :: else
       fi;
       folder[p].hasRecord = false; folder[p].number = 0; folder[p].from = 0; folder[p].turn = 0;
       folder[p].next = 0; folder[p].closed = false; folder[p].lost = true;
       printf("pod %c's state folder is emptied\n", NAME(p))
     }

  /* It reserves one timestamp more: on disk first, then in memory. */
  :: atomic { serves && folder[p].next < to ->
       folder[p].next++;
       printf("pod %c's sidecar reserves up to %d, on disk\n", NAME(p), folder[p].next - 1)
     }

  /* It issues an ID, by a clock that says anything. */
  :: atomic { serves && MAY_ISSUE ->
       if
       :: WITHOUT(time_never_goes_back) -> t = folder[p].from
       :: WITHOUT(issued_inside_the_window) -> t = 0
       :: !WITHOUT(time_never_goes_back) && !WITHOUT(issued_inside_the_window) -> t = next
       fi;
       do :: t < LIMIT - 1 -> t++ :: break od;
       printf("pod %c's sidecar issues timestamp %d with worker ID %d\n", NAME(p), t, folder[p].number);
       CLAIM((issued[folder[p].number] & (1 << t)) == 0, "BROKEN: this ID was issued before\n");
       CLAIM((given[p].times[folder[p].number] & (1 << t)) != 0, "BROKEN: the ledger never gave this pod that timestamp\n");
       issued[folder[p].number] = issued[folder[p].number] | (1 << t);
       if :: t >= next -> next = t + 1 :: else fi;
       used = WITHOUT(reservation_counts_as_issued);
       t = 0
     }

  /* SIGTERM: it stops issuing for good, and makes the closing record durable. Nobody sees anything
   * between the two, and a kill there leaves what a kill before leaves. */
  :: atomic { serves ->
       /* The high water + 1; notBefore counts as issued. */
       t = (next > folder[p].from -> next : folder[p].from + 1);
       if :: WITHOUT(reservation_counts_as_issued) && !used -> t = folder[p].from + 1 :: else fi;
       if
       :: WITHOUT(record_before_message) -> say(t)
       :: else ->
            folder[p].next = t; folder[p].closed = true;
            printf("pod %c's sidecar gets SIGTERM, stops issuing, and has on disk that turn %d is closed at high water %d\n", NAME(p), folder[p].turn, t - 1)
       fi;
       if
       :: WITHOUT(closed_before_counted) -> say(t); folder[p].next = to   /* and goes on for a while */
       :: else -> down()
       fi;
       t = 0
     }
  /* The message follows, from this process or from the next one, which finds its turn closed; or never. */
  :: atomic { folder[p].closed && pod[p].said[folder[p].turn] == 0 -> say(folder[p].next) }

  /* What only variants do. A process whose state is lost says that its turn is closed: */
  :: atomic { WITHOUT(good_state_only) && folder[p].lost && !folder[p].hasRecord ->
       folder[p].turn = pod[p].turn; say(pod[p].from + 1); folder[p].turn = 0
     }
  /* The memory of a process goes back to what it was: */
  :: atomic { WITHOUT(memory_is_not_reverted) && serves && next > folder[p].from ->
       next--; printf("pod %c's memory is set back\n", NAME(p))
     }
  od
}

init {
  byte i;
  atomic {
    i = 1;
    do :: i <= OPERATORS -> run Operator(i); i++ :: else -> break od;
    i = 1;
    do
    :: i <= PODS ->
         run PodAndSidecar(i);
         if :: WITHOUT(one_process_by_lock) -> run PodAndSidecar(i) :: else fi;
         i++
    :: else -> i = 0; break
    od;
    if :: HAND -> run Hand() :: else fi
  }
}
