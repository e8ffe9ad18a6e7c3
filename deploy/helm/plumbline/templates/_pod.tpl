{{- /* What every pod has: no rights beyond its own files. */ -}}
{{- define "plumbline.podBasics" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "plumbline.containerBasics" -}}
image: {{ include "plumbline.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
workingDir: /app
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- /* Variables that api, worker and portal share. */ -}}
{{- define "plumbline.env" -}}
envFrom:
  - configMapRef: { name: {{ include "plumbline.name" . }} }
  - secretRef: { name: {{ include "plumbline.secretName" . }} }
{{- end }}

{{- define "plumbline.serverEnvFrom" -}}
- secretRef: { name: {{ include "plumbline.databaseSecretName" . }} }
{{- if include "plumbline.hasRedis" . }}
- secretRef: { name: {{ include "plumbline.redisSecretName" . }} }
{{- end }}
{{- if include "plumbline.hasStorageKeys" . }}
- secretRef: { name: {{ include "plumbline.storageSecretName" . }} }
{{- end }}
{{- end }}

{{- define "plumbline.extraEnv" -}}
{{- range $name, $from := .Values.envFromSecrets }}
- name: {{ $name }}
  valueFrom: { secretKeyRef: { name: {{ $from.secret }}, key: {{ $from.key }} } }
{{- end }}
{{- end }}

{{- define "plumbline.volumes" -}}
- name: tmp
  emptyDir: {}
- name: data
  {{- if include "plumbline.hasVolume" . }}
  persistentVolumeClaim: { claimName: {{ include "plumbline.claimName" . }} }
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}

{{- define "plumbline.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: data, mountPath: /data }
{{- end }}

{{- /* Spreads the pods of one process over nodes. */ -}}
{{- define "plumbline.spread" -}}
{{- if .root.Values.affinity }}
affinity: {{- toYaml .root.Values.affinity | nindent 2 }}
{{- else }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "plumbline.selector" . | nindent 8 }}
{{- end }}
{{- end }}

{{- /* Pods are replaced when their settings change, also those that stand in the chart's own Secrets. */ -}}
{{- define "plumbline.checksum" -}}
{{- list (include (print .Template.BasePath "/config.yaml") .) .Values.database .Values.redis .Values.storage | toJson | sha256sum }}
{{- end }}
