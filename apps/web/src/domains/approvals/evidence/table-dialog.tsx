"use client";
import type { EvidenceUpload } from "@plumbline/contracts/evidence/evidence";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { formatBytes, formatCount } from "@plumbline/ui/format/number";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { championDifferenceQuery } from "../queries.ts";
import { ChampionFields, FairnessFields, inputOf, metrics } from "./column-fields.tsx";
import { requirementId } from "./requirement-id.ts";
import type { SettleProps } from "./settle-props.ts";
import { uploadFile } from "./upload-file.ts";
import { useProduce } from "./use-evidence.ts";

/** Takes a table of predictions, then which of its columns say what. */
export function TableDialog(props: SettleProps) {
  const [upload, setUpload] = useState<EvidenceUpload>();
  const difference = useQuery(championDifferenceQuery(useApi(), props.version));
  if (props.clause.kind === "champion" && difference.data?.from === null) return <NoChampionDialog {...props} />;
  return upload ? (
    <ColumnsDialog {...props} upload={upload} onBack={() => setUpload(undefined)} />
  ) : (
    <UploadDialog {...props} onUploaded={setUpload} />
  );
}

/** The first version of a model has nothing to be compared with; that is what the evidence says then. */
function NoChampionDialog({ clause, onClose }: SettleProps) {
  const produce = useProduce(onClose);
  return (
    <FormDialog
      title="There is no champion yet"
      description={`The evidence says so, and no table is needed. The policy asks: ${clause.asks}.`}
      action="Produce evidence"
      isBusy={produce.isPending}
      error={produce.error}
      labels={{ produce: "Metric" }}
      onSubmit={(form) => {
        const metric = metrics.find((option) => option === form.get("metric")) ?? "auc";
        produce.mutate([{ kind: "champion", ...requirementId(clause), metric, margin: 0 }]);
      }}
      onClose={onClose}
    >
      <Field name="metric" label="Metric">
        {(control) => (
          <Select {...control}>
            {metrics.map((metric) => (
              <option key={metric}>{metric}</option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}

function UploadDialog({ clause, version, onUploaded, onClose }: SettleProps & { onUploaded: (upload: EvidenceUpload) => void }) {
  const api = useApi();
  const send = useMutation({
    mutationFn: (file: File) => uploadFile(api, { version, purpose: "predictions", file }),
    onSuccess: onUploaded,
  });
  const what =
    clause.kind === "fairness"
      ? "One row for each person: what was predicted, the protected attribute, and what came true where it is known."
      : "One row for each case, with what came true and what both versions answered.";
  return (
    <FormDialog
      title={`${clause.title}: upload a table`}
      description={`${what} Only aggregates are kept: the rows are deleted as soon as they are computed.`}
      action="Upload"
      isBusy={send.isPending}
      error={send.error}
      labels={{ name: "Table" }}
      onSubmit={(form) => {
        const file = form.get("file");
        if (file instanceof File) send.mutate(file);
      }}
      onClose={onClose}
    >
      <Field name="file" label="Table" help="CSV or Parquet." error={fieldError(send.error, "name")}>
        {(control) => <Input {...control} type="file" required accept=".csv,.parquet,text/csv" className="h-auto! py-1" />}
      </Field>
    </FormDialog>
  );
}

interface ColumnsProps extends SettleProps {
  upload: EvidenceUpload;
  onBack: () => void;
}

function ColumnsDialog({ clause, upload, onBack, onClose }: ColumnsProps) {
  const produce = useProduce(onClose);
  const columns = upload.columns ?? [];
  const rows = upload.rows === null ? "" : `, ${formatCount(upload.rows)} rows`;
  const Fields = clause.kind === "fairness" ? FairnessFields : ChampionFields;
  return (
    <FormDialog
      title={`${clause.title}: choose the columns`}
      description={`${upload.name}${rows}, ${formatBytes(upload.sizeBytes)}. The policy asks: ${clause.asks}.`}
      width="medium"
      action="Produce evidence"
      isBusy={produce.isPending}
      error={produce.error}
      labels={{ produce: "Columns" }}
      denied={columns.length === 0 ? "The table has no columns that could be read" : undefined}
      onSubmit={(form) => produce.mutate([inputOf(clause, upload.id, form)])}
      onClose={onClose}
    >
      <Fields columns={columns.map(({ name }) => name)} />
      <div>
        <Button tone="ghost" onClick={onBack}>
          Take another table
        </Button>
      </div>
    </FormDialog>
  );
}
