// SPDX-License-Identifier: Apache-2.0

// Reads the IdGenerators of deploy/argocd/testdata as kstatus (kubectl apply-set tools, Flux) and as
// Argo CD (health.lua, in the Lua that Argo CD runs it in) read them, and compares what they say
// with health_test.yaml. The test's form is that of Argo CD's own resource customizations; kstatus
// is an addition.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

type health struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type cases struct {
	Tests []struct {
		HealthStatus health `json:"healthStatus"`
		Kstatus      string `json:"kstatus"`
		InputPath    string `json:"inputPath"`
	} `json:"tests"`
}

func main() {
	check, known := map[string]func(string) (string, []string, error){"health": run, "alerts": alerts}[argument(1)]
	if !known || len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: conditions health FOLDER-OF-health.lua, or: conditions alerts TOP-OF-THE-TREE")
		os.Exit(2)
	}
	summary, failures, err := check(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "conditions:", err)
		os.Exit(1)
	}
	for _, failure := range failures {
		fmt.Fprintln(os.Stderr, "FAIL", failure)
	}
	fmt.Printf("conditions: %s, %d wrong\n", summary, len(failures))
	if len(failures) > 0 {
		os.Exit(1)
	}
}

func argument(at int) string {
	if at < len(os.Args) {
		return os.Args[at]
	}
	return ""
}

func run(folder string) (summary string, failures []string, err error) {
	script, err := os.ReadFile(filepath.Join(folder, "health.lua"))
	if err != nil {
		return "", nil, err
	}
	text, err := os.ReadFile(filepath.Join(folder, "health_test.yaml"))
	if err != nil {
		return "", nil, err
	}
	var all cases
	if err := yaml.UnmarshalStrict(text, &all); err != nil {
		return "", nil, err
	}
	unread, err := filepath.Glob(filepath.Join(folder, "testdata", "*.yaml"))
	if err != nil {
		return "", nil, err
	}
	left := map[string]bool{}
	for _, path := range unread {
		left[path] = true
	}
	for _, one := range all.Tests {
		path := filepath.Join(folder, one.InputPath)
		delete(left, path)
		object, err := read(path)
		if err != nil {
			return "", nil, err
		}
		said, err := argo(string(script), object)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", path, err)
		}
		if said != one.HealthStatus {
			failures = append(failures, fmt.Sprintf("%s: Argo CD says %q, not %q", one.InputPath, said, one.HealthStatus))
		}
		result, err := status.Compute(&unstructured.Unstructured{Object: object})
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", path, err)
		}
		if result.Status.String() != one.Kstatus {
			failures = append(failures, fmt.Sprintf("%s: kstatus says %s (%s), not %s", one.InputPath, result.Status, result.Message, one.Kstatus))
		}
	}
	for path := range left {
		failures = append(failures, path+": no test reads it")
	}
	if len(all.Tests) == 0 {
		failures = append(failures, "no tests")
	}
	return fmt.Sprintf("%d IdGenerators read by kstatus and by Argo CD's Lua", len(all.Tests)), failures, nil
}

func read(path string) (map[string]interface{}, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	// Numbers as int64 where they are whole, as from an API server.
	json, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	object := &unstructured.Unstructured{}
	err = object.UnmarshalJSON(json)
	return object.Object, err
}

// argo runs the script as Argo CD does: the object is the global obj, the last value returned counts.
func argo(script string, object map[string]interface{}) (health, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{
		{lua.LoadLibName, lua.OpenPackage},
		{lua.BaseLibName, lua.OpenBase},
		{lua.TabLibName, lua.OpenTable},
		{lua.StringLibName, lua.OpenString},
		{lua.MathLibName, lua.OpenMath},
	} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(library.open), Protect: true}, lua.LString(library.name)); err != nil {
			return health{}, err
		}
	}
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(script); err != nil {
		return health{}, err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return health{}, fmt.Errorf("the script returned %s", state.Get(-1).Type())
	}
	return health{table.RawGetString("status").String(), table.RawGetString("message").String()}, nil
}

func value(state *lua.LState, from interface{}) lua.LValue {
	switch of := from.(type) {
	case bool:
		return lua.LBool(of)
	case float64:
		return lua.LNumber(of)
	case int64:
		return lua.LNumber(of)
	case string:
		return lua.LString(of)
	case []interface{}:
		list := state.CreateTable(len(of), 0)
		for _, item := range of {
			list.Append(value(state, item))
		}
		return list
	case map[string]interface{}:
		table := state.CreateTable(0, len(of))
		for key, item := range of {
			table.RawSetString(key, value(state, item))
		}
		return table
	}
	return lua.LNil
}
