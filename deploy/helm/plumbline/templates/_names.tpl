{{- define "plumbline.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "plumbline.labels" -}}
app.kubernetes.io/name: plumbline
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* Labels by which pods of one process are chosen; they never change. */ -}}
{{- define "plumbline.selector" -}}
app.kubernetes.io/name: plumbline
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "plumbline.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "plumbline.secretName" -}}{{ .Values.secrets.existingSecret | default (printf "%s-keys" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.databaseSecretName" -}}{{ .Values.database.existingSecret | default (printf "%s-database" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.ownerSecretName" -}}{{ .Values.database.ownerExistingSecret | default (printf "%s-owner" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.redisSecretName" -}}{{ .Values.redis.existingSecret | default (printf "%s-redis" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.storageSecretName" -}}{{ .Values.storage.s3.existingSecret | default (printf "%s-storage" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.claimName" -}}{{ .Values.storage.volume.existingClaim | default (printf "%s-storage" (include "plumbline.name" .)) }}{{- end }}
{{- define "plumbline.hasRedis" -}}{{ if or .Values.redis.url .Values.redis.existingSecret }}yes{{ end }}{{- end }}
{{- define "plumbline.hasStorageKeys" -}}{{ if or .Values.storage.s3.existingSecret .Values.storage.s3.accessKeyId }}yes{{ end }}{{- end }}
{{- define "plumbline.hasVolume" -}}{{ if or .Values.storage.volume.existingClaim .Values.storage.volume.size }}yes{{ end }}{{- end }}
