"use client";
import { VoteChoice } from "@plumbline/contracts/approvals/request";
import { castVote } from "@plumbline/contracts/approvals/request-acts";
import { Button } from "@plumbline/ui/button";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Select, Textarea } from "@plumbline/ui/input";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useKept } from "#src/components/kept.ts";
import { personName } from "#src/components/person-name.ts";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { delegationsQuery } from "../queries.ts";
import { versionOf } from "../subject.ts";
import { choiceWords } from "../words.ts";
import { useRequestAct } from "./change.ts";
import { useRequest } from "./request-context.tsx";
import { seatsOf } from "./standing.ts";

type Choice = (typeof VoteChoice.options)[number];

/** Seats from which the reader can vote: their own, and those delegated to them. */
function useVotingAs() {
  const request = useRequest();
  const { me } = useViewer();
  const delegations = useQuery(delegationsQuery(useApi()));
  const [now] = useState(() => Date.now());
  const own = seatsOf(request, me.id);
  const held = delegations.data?.items.filter(({ to, startsAt }) => to.id === me.id && Date.parse(startsAt) <= now) ?? [];
  const lent = held.flatMap(({ from }) => {
    const seats = seatsOf(request, from.id);
    return seats.length > 0 ? [{ id: from.id, name: `${personName(from)}, for ${seats.join(" and ")}` }] : [];
  });
  return [...(own.length > 0 ? [{ id: "", name: `${me.name}, for ${own.join(" and ")}` }] : []), ...lent];
}

/** The vote: what, why, and whether anything stands in the way of being fair. */
export function VoteForm() {
  const request = useRequest();
  const { me, workspace } = useViewer();
  const [choice, setChoice] = useState<Choice>();
  const [reason, keepReason] = useKept(`vote.${workspace}.${me.id}.${request.number}`);
  const [isFree, setFree] = useState(false);
  const [asked, setAsked] = useState<string>();
  const as = useVotingAs();
  const seat = asked ?? as[0]?.id ?? "";
  const vote = useRequestAct(
    (api, form: { choice: Choice; reason: string; conflict: string }) =>
      api.call(castVote, { number: request.number, ...form, ...(seat && { onBehalfOf: seat }) }),
    () => {
      keepReason(undefined);
      setFree(false);
      setChoice(undefined);
    },
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (choice && !vote.isPending)
      vote.mutate({ choice, reason: String(form.get("reason")), conflict: String(form.get("conflict") ?? "") });
  };
  const mine = request.votes.findLast(({ voter, onBehalfOf, isValid }) => voter.id === me.id && isValid && (onBehalfOf?.id ?? "") === seat);
  return (
    <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-2.5">
      <VotingAs options={as} value={seat} onChange={setAsked} />
      {mine && (
        <p role="status" className="text-ink-2 text-small">
          You {choiceWords[mine.choice].done.toLowerCase()}. Your last vote counts: a new one takes its place.
        </p>
      )}
      <Choices value={choice} onChange={setChoice} />
      {choice && (
        <>
          <FormErrors {...formProblem(vote.error, { reason: "Reason", conflict: "Conflict of interest" })} />
          <Field name="reason" label={<span className="sr-only">Reason</span>} error={fieldError(vote.error, "reason")}>
            {(control) => (
              <Textarea
                {...control}
                required
                rows={2}
                maxLength={5000}
                placeholder="Why, for those who read it in years to come"
                value={reason ?? ""}
                onChange={(event) => keepReason(event.target.value || undefined)}
              />
            )}
          </Field>
          <CheckboxRow checked={isFree} onChange={setFree}>
            I have no conflict of interest
          </CheckboxRow>
          {!isFree && (
            <Field name="conflict" label="Or declare it" error={fieldError(vote.error, "conflict")}>
              {(control) => <Textarea {...control} required rows={1} maxLength={2000} placeholder="I advise the team that built it" />}
            </Field>
          )}
          <Button type="submit" tone="primary" size="large" busy={vote.isPending} className="max-sm:h-11">
            {actText(choice, versionOf(request.subject)?.version)}
          </Button>
        </>
      )}
    </form>
  );
}

function actText(choice: Choice, version: number | undefined): string {
  const { verb } = choiceWords[choice];
  if (choice === "abstain") return "Abstain";
  if (choice === "recuse") return "Recuse myself";
  return version === undefined ? `${verb} the change` : `${verb} version ${version}`;
}

interface VotingAsProps {
  options: readonly { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
}

function VotingAs({ options, value, onChange }: VotingAsProps) {
  const [only] = options;
  if (!only) return null;
  if (options.length === 1) return <p className="text-ink-2 text-small">Voting as {only.name}</p>;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is another component's
    <label className="block">
      <span className="mb-1 block text-ink-2 text-small">Voting as</span>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </label>
  );
}

function Choices({ value, onChange }: { value: Choice | undefined; onChange: (choice: Choice) => void }) {
  const name = useId();
  return (
    <fieldset className="flex h-8 rounded-md border border-line-strong bg-surface max-sm:h-11">
      <legend className="sr-only">Your vote</legend>
      {VoteChoice.options.map((choice, at) => (
        <label
          key={choice}
          className={clsx(
            "relative flex flex-1 items-center justify-center gap-1 px-1 text-ink-2 -outline-offset-2 first-of-type:rounded-l-md last-of-type:rounded-r-md hover:text-ink",
            "has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent",
            at > 0 && "border-l",
          )}
        >
          <input
            type="radio"
            name={name}
            checked={choice === value}
            onChange={() => onChange(choice)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {choice === value && <Check className="icon-small max-[350px]:hidden" aria-hidden="true" />}
          {choiceWords[choice].verb}
        </label>
      ))}
    </fieldset>
  );
}
