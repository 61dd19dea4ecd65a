// What config/tools.sh builds katsubushi of: the version that migrating is tried with.
module kezuri.dev/tools/katsubushi

go 1.24

tool (
	github.com/kayac/go-katsubushi/v2/cmd/katsubushi
	github.com/kayac/go-katsubushi/v2/cmd/katsubushi-dump
)

require (
	github.com/Songmu/retry v0.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.2.0 // indirect
	github.com/dgryski/go-rendezvous v0.0.0-20200823014737-9f7001d12a5f // indirect
	github.com/fujiwara/raus v0.1.0 // indirect
	github.com/fukata/golang-stats-api-handler v1.0.0 // indirect
	github.com/go-redis/redis/v8 v8.11.5 // indirect
	github.com/golang/protobuf v1.5.3 // indirect
	github.com/google/uuid v1.3.0 // indirect
	github.com/grpc-ecosystem/go-grpc-middleware v1.3.0 // indirect
	github.com/kayac/go-katsubushi/v2 v2.0.4 // indirect
	github.com/pkg/errors v0.8.1 // indirect
	go.uber.org/atomic v1.4.0 // indirect
	go.uber.org/multierr v1.1.0 // indirect
	go.uber.org/zap v1.10.0 // indirect
	golang.org/x/net v0.17.0 // indirect
	golang.org/x/sys v0.13.0 // indirect
	golang.org/x/text v0.13.0 // indirect
	google.golang.org/genproto v0.0.0-20230410155749-daa745c078e1 // indirect
	google.golang.org/grpc v1.56.3 // indirect
	google.golang.org/protobuf v1.33.0 // indirect
)
