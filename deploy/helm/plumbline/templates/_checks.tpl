{{- /* What a release cannot do without, told at once and in words. */ -}}
{{- define "plumbline.checks" -}}
{{- $problems := list -}}
{{- if not .Values.publicUrl }}{{ $problems = append $problems "publicUrl: set it to the address that people type, such as https://ml.example.org" }}{{ end -}}
{{- with .Values.database -}}
{{- if not (or .existingSecret (and .url .systemUrl .retentionUrl)) }}{{ $problems = append $problems "database: set existingSecret, or url, systemUrl and retentionUrl" }}{{ end -}}
{{- if and .existingSecret (or .url .systemUrl .retentionUrl) }}{{ $problems = append $problems "database: set existingSecret or the addresses, not both" }}{{ end -}}
{{- if not (or .ownerExistingSecret .ownerUrl) }}{{ $problems = append $problems "database: set ownerExistingSecret or ownerUrl, by which migrations are made" }}{{ end -}}
{{- if and .provision (not (or .ownerExistingSecret .adminUrl)) }}{{ $problems = append $problems "database.adminUrl: needed where database.provision is true" }}{{ end -}}
{{- if and .provision .existingSecret }}{{ $problems = append $problems "database.provision: needs url, systemUrl and retentionUrl here; with a Secret of yours, make the roles yourself" }}{{ end -}}
{{- end -}}
{{- $hasVolume := include "plumbline.hasVolume" . -}}
{{- if and .Values.storage.s3.bucket $hasVolume }}{{ $problems = append $problems "storage: set s3 or volume, not both" }}{{ end -}}
{{- if not (or .Values.storage.s3.bucket $hasVolume) }}{{ $problems = append $problems "storage: set s3.bucket, or volume.size, or volume.existingClaim" }}{{ end -}}
{{- if $problems }}{{ fail (printf "\n\nThis release cannot be made:\n- %s" (join "\n- " $problems)) }}{{ end -}}
{{- end }}
