// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

type rules struct {
	Groups []struct {
		Name  string `json:"name"`
		Rules []struct {
			Alert       string            `json:"alert"`
			Expr        string            `json:"expr"`
			For         string            `json:"for"`
			Labels      map[string]string `json:"labels"`
			Annotations map[string]string `json:"annotations"`
		} `json:"rules"`
	} `json:"groups"`
}

var metric = regexp.MustCompile(`kezuri_[a-z_]+`)

// alerts looks whether each alert leads to what helps: a runbook entry, metrics that exist, a test.
func alerts(top string) (string, []string, error) {
	folder := filepath.Join(top, "deploy", "alerts")
	text, err := os.ReadFile(filepath.Join(folder, "rules.yaml"))
	if err != nil {
		return "", nil, err
	}
	var plain rules
	if err := yaml.UnmarshalStrict(text, &plain); err != nil {
		return "", nil, err
	}
	wrapped, err := os.ReadFile(filepath.Join(folder, "prometheusrule.yaml"))
	if err != nil {
		return "", nil, err
	}
	var object struct {
		Spec rules `json:"spec"`
	}
	if err := yaml.Unmarshal(wrapped, &object); err != nil {
		return "", nil, err
	}
	var failures []string
	if !reflect.DeepEqual(plain, object.Spec) {
		failures = append(failures, "prometheusrule.yaml and rules.yaml differ")
	}
	pages := map[string]string{}
	for _, name := range []string{"docs/runbook.md", "docs/metrics.md", "deploy/alerts/rules_test.yaml"} {
		page, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			return "", nil, err
		}
		pages[name] = string(page)
	}
	count := 0
	for _, group := range plain.Groups {
		for _, rule := range group.Rules {
			count++
			complain := func(what string) { failures = append(failures, rule.Alert+": "+what) }
			if rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" || rule.Labels["severity"] == "" || rule.For == "" {
				complain("needs summary, description, severity and for")
			}
			if rule.Annotations["runbook"] != "docs/runbook.md#"+strings.ToLower(rule.Alert) {
				complain("runbook must be docs/runbook.md#" + strings.ToLower(rule.Alert))
			}
			if !regexp.MustCompile(`(?m)^#+ ` + rule.Alert + `$`).MatchString(pages["docs/runbook.md"]) {
				complain("docs/runbook.md has no entry of this name")
			}
			for _, what := range []string{"fires", "is quiet"} {
				if !strings.Contains(pages["deploy/alerts/rules_test.yaml"], "name: "+rule.Alert+" "+what) {
					complain("rules_test.yaml does not try that it " + what)
				}
			}
			names := metric.FindAllString(rule.Expr, -1)
			if len(names) == 0 {
				complain("uses no metric of Kezuri")
			}
			for _, name := range names {
				if !strings.Contains(pages["docs/metrics.md"], "`"+name+"`") {
					complain("docs/metrics.md does not know " + name)
				}
			}
		}
	}
	if count == 0 {
		failures = append(failures, "no alerts")
	}
	return fmt.Sprintf("%d alerts with runbook, tests and metrics", count), failures, nil
}
