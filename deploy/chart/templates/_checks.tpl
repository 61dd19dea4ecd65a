{{/* The policies name the operator's ServiceAccount, and kubectl kezuri looks there. */}}
{{- define "kezuri.namespace" -}}
{{- if ne .Release.Namespace "kezuri-system" -}}
{{- fail "install it with --namespace kezuri-system: the policies that protect the ledger know the operator by that namespace" -}}
{{- end -}}
kezuri-system
{{- end -}}

{{- define "kezuri.sidecarImage" -}}
{{- .Values.injection.sidecarImage | default (printf "kezuri-sidecar:%s" .Chart.AppVersion) -}}
{{- end -}}
