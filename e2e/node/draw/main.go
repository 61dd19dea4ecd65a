// SPDX-License-Identifier: Apache-2.0

// The application of the stories on a real node: draws IDs from its pod's sidecar with gomemcache
// until it is told to stop, and writes each down with the time it was asked for.
//
//	draw FOLDER [COUNT]   ends by itself after COUNT IDs; without it, on SIGTERM
//
// A start of it is a file of its own, <pod's UID>.<nanoseconds>:
//
//	pod UID NAME WORKER-ID            once
//	ASKED ANSWERED ID [ID...]         milliseconds; in the order they came
//	ASKED ANSWERED ! WORDS            no ID, and why
//	end                               once, if it was not killed
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/bradfitz/gomemcache/memcache"
)

const (
	every   = 20 * time.Millisecond
	many    = 10 // IDs of a get of several keys
	manyOf  = 5  // one round in so many
	timeout = 5 * time.Second
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) < 1 || len(arguments) > 2 {
		return fmt.Errorf("call it with FOLDER [COUNT], not %q", arguments)
	}
	left := -1
	if len(arguments) == 2 {
		count, err := strconv.Atoi(arguments[1])
		if err != nil {
			return fmt.Errorf("COUNT: %w", err)
		}
		left = count
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	uid := os.Getenv("POD_UID")
	file, err := os.Create(filepath.Join(arguments[0], fmt.Sprintf("%s.%d", uid, time.Now().UnixNano())))
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := fmt.Fprintln(file, "pod", uid, os.Getenv("POD_NAME"), os.Getenv("KEZURI_WORKER_ID")); err != nil {
		return err
	}
	client := memcache.New(os.Getenv("KEZURI_ADDRESS"))
	client.Timeout = timeout
	if err := draw(client, file, left, stop); err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, "end")
	return err
}

// draw asks until none is left to ask for, or until it was told to stop and has asked once more.
func draw(client *memcache.Client, file *os.File, left int, stop <-chan os.Signal) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for round := 0; left != 0; round++ {
		last := false
		select {
		case <-stop:
			last = true
		case <-tick.C:
		}
		keys := 1
		if round%manyOf == 0 {
			keys = many
		}
		if left > 0 {
			keys = min(keys, left)
		}
		asked := time.Now().UnixMilli()
		ids, err := get(client, keys)
		answered := time.Now().UnixMilli()
		if err != nil {
			words := strings.Join(strings.Fields(err.Error()), " ")
			_, err = fmt.Fprintln(file, asked, answered, "!", words)
		} else {
			_, err = fmt.Fprintln(file, asked, answered, strings.Join(ids, " "))
			if left > 0 {
				left -= len(ids)
			}
		}
		if err != nil || last {
			return err
		}
	}
	return nil
}

// get returns as many IDs as keys, in their order: each key brings one.
func get(client *memcache.Client, count int) ([]string, error) {
	keys := make([]string, count)
	for i := range keys {
		keys[i] = "id" + strconv.Itoa(i)
	}
	if count == 1 {
		item, err := client.Get(keys[0])
		if err != nil {
			return nil, err
		}
		return []string{string(item.Value)}, nil
	}
	items, err := client.GetMulti(keys)
	if err != nil {
		return nil, err
	}
	ids := make([]string, count)
	for i, key := range keys {
		item, found := items[key]
		if !found {
			return nil, fmt.Errorf("no value for key %s of %d", key, count)
		}
		ids[i] = string(item.Value)
	}
	return ids, nil
}
