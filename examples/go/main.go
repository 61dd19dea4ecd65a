// SPDX-License-Identifier: Apache-2.0

// IDs with gomemcache: go run . HOST:PORT. A line of standard input is a request, a line of
// standard output its answer: a number asks for so many IDs, "shared N" for so many drawn by
// goroutines that share the client; "version".
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bradfitz/gomemcache/memcache"
)

// A miss is memcache.ErrCacheMiss, which Kezuri never answers; that no ID may be issued comes as
// an error with the server's words. The client is safe for goroutines, and keeps MaxIdleConns
// connections open between calls: with fewer than there are goroutines, it dials for the rest.
func connect(address string) *memcache.Client {
	client := memcache.New(address)  // one server: several would be chosen from by the key's hash
	client.Timeout = 5 * time.Second // the default of 500 ms is shorter than a sidecar's restart
	client.MaxIdleConns = 16
	return client
}

func nextID(client *memcache.Client) (int64, error) {
	item, err := client.Get("id")
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(item.Value), 10, 64)
}

// Each key brings one ID, in the keys' order. Keys must differ, as the answer is a map.
func nextIDs(client *memcache.Client, count int) ([]int64, error) {
	keys := make([]string, count)
	for i := range keys {
		keys[i] = "id" + strconv.Itoa(i)
	}
	items, err := client.GetMulti(keys)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, count)
	if len(items) != count {
		return nil, fmt.Errorf("%d IDs came, not %d", len(items), count)
	}
	for _, key := range keys {
		id, err := strconv.ParseInt(string(items[key].Value), 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func shared(client *memcache.Client, count int) ([]int64, error) {
	ids := make([]int64, count)
	failures := make([]error, count)
	var group sync.WaitGroup
	for i := range count {
		group.Add(1)
		go func() {
			defer group.Done()
			ids[i], failures[i] = nextID(client)
		}()
	}
	group.Wait()
	return ids, errors.Join(failures...)
}

func answer(client *memcache.Client, request string) string {
	var ids []int64
	var err error
	if request == "version" {
		if err = client.Ping(); err == nil { // sends "version", and keeps the answer to itself
			return "pong"
		}
	} else if request == "1" {
		ids = make([]int64, 1)
		ids[0], err = nextID(client)
	} else if number, found := strings.CutPrefix(request, "shared "); found {
		var count int
		if count, err = strconv.Atoi(number); err == nil {
			ids, err = shared(client, count)
		}
	} else {
		var count int
		if count, err = strconv.Atoi(request); err == nil {
			ids, err = nextIDs(client, count)
		}
	}
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	return strings.Trim(fmt.Sprint(ids), "[]")
}

func main() {
	client := connect(os.Args[1])
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		fmt.Println(answer(client, input.Text()))
	}
}
