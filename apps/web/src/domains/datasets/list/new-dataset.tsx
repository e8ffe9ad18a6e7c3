"use client";
import { createDataset } from "@plumbline/contracts/datasets/dataset";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { tableFiles } from "../upload/drop-zone.tsx";
import { startUpload } from "../upload/uploads.ts";

const filePicker = "py-[3px] file:mr-2.5 file:h-[22px] file:rounded-sm file:bg-sunken file:px-2 file:font-medium";

/** A file's name without its ending, as a first guess at the dataset's. */
const nameOf = (file: File | undefined): string => file?.name.replace(/\.(csv|parquet|pq)$/i, "").replace(/[/:]/g, "-") ?? "";

export function NewDataset({ file, onClose }: { file: File | undefined; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const make = useMutation({
    mutationFn: ({ name, purpose }: { name: string; purpose: string; first: File | undefined }) =>
      api.call(createDataset, { name, purpose }),
    onSuccess: async ({ name }, { first }) => {
      if (first) startUpload(api, name, first);
      await client.invalidateQueries({ queryKey: [api.workspace, "datasets"] });
      router.push(paths.dataset(api.workspace, name));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = form.get("file");
    const first = chosen instanceof File && chosen.size > 0 ? chosen : file;
    make.mutate({ name: String(form.get("name")), purpose: String(form.get("purpose")), first });
  };
  return (
    <Dialog open onOpenChange={onClose} title="New dataset" description="Named data whose versions never change.">
      <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, { name: "Name", purpose: "Purpose" })} />
        <Field name="name" label="Name" error={fieldError(make.error, "name")} help="It stays: runs and scripts know the data by it.">
          {(control) => <Input {...control} required maxLength={256} defaultValue={nameOf(file)} autoComplete="off" />}
        </Field>
        <Field
          name="purpose"
          label="Purpose"
          optional
          error={fieldError(make.error, "purpose")}
          help="What it was collected for, and may be used for."
        >
          {(control) => <Textarea {...control} rows={3} maxLength={5000} />}
        </Field>
        {file ? (
          <p className="text-ink-2">
            <span className="font-medium text-ink">{file.name}</span> becomes its first version.
          </p>
        ) : (
          <Field name="file" label="First version" optional help="A CSV or Parquet file of at most 4 GiB. It can come later.">
            {(control) => <Input {...control} type="file" accept={tableFiles} className={filePicker} />}
          </Field>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={make.isPending}>
            Create dataset
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
