"use client";
import { delegate } from "@plumbline/contracts/approvals/delegation";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { dayOf, endOfDay } from "./days.ts";

const dayMs = 86_400_000;
const usualDays = 14;
const mostDays = 90;

/** Lets another member vote in the caller's seats for a time. */
export function DelegateDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const { me } = useViewer();
  const client = useQueryClient();
  const members = useQuery(membersQuery(api));
  const [today] = useState(() => Date.now());
  const make = useMutation({
    mutationFn: (form: FormData) =>
      api.call(delegate, {
        toUserId: String(form.get("toUserId")),
        endsAt: endOfDay(String(form.get("endsAt"))),
        reason: String(form.get("reason")),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "delegations"] });
      onClose();
    },
  });
  const others = members.data?.items.filter(({ userId, isDisabled }) => userId !== me.id && !isDisabled) ?? [];
  return (
    <FormDialog
      title="Delegate my votes"
      description="They vote in your seats as well as their own, and their votes say so. You can end it at any time, and you may still vote yourself."
      action="Delegate"
      isBusy={make.isPending}
      error={make.error}
      labels={{ toUserId: "To", endsAt: "Until", reason: "Reason" }}
      denied={members.data && others.length === 0 ? "Nobody else is in the workspace" : undefined}
      onSubmit={(form) => make.mutate(form)}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_160px]">
        <Field
          name="toUserId"
          label="To"
          error={fieldError(make.error, "toUserId")}
          help="Whoever may not vote on a request cannot vote on it for you either."
        >
          {(control) => (
            <Select {...control} required>
              {others.map(({ userId, name, role }) => (
                <option key={userId} value={userId}>
                  {name}, {role}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="endsAt" label="Until" error={fieldError(make.error, "endsAt")} help={`${mostDays} days at most.`}>
          {(control) => (
            <Input
              {...control}
              type="date"
              required
              min={dayOf(today)}
              max={dayOf(today + (mostDays - 1) * dayMs)}
              defaultValue={dayOf(today + usualDays * dayMs)}
            />
          )}
        </Field>
      </div>
      <Field name="reason" label="Reason" error={fieldError(make.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={2} placeholder="Away until the 14th" />}
      </Field>
    </FormDialog>
  );
}
