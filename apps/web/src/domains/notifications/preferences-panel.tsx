"use client";
import {
  longRunMinutes,
  type NotificationGroup,
  type NotificationPreferences,
  type RunPreferences,
  setPreferences,
} from "@plumbline/contracts/notifications";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { preferencesQuery } from "./queries.ts";

const groups: readonly { group: NotificationGroup; label: string; help: string }[] = [
  { group: "votes", label: "Votes", help: "A request that you may vote on has every clause met." },
  { group: "mentions", label: "Mentions and comments", help: "Somebody names you, or comments on what you follow." },
  { group: "outcomes", label: "Outcomes", help: "What you asked for or follow is decided." },
  { group: "runs", label: "Runs", help: "What you are told of your runs, below." },
  { group: "reminders", label: "Reminders", help: "A vote of yours is missing the day before a request expires, or a review is due." },
];

const runEvents: readonly { event: keyof RunPreferences; label: string; help: string }[] = [
  { event: "failed", label: "A run of yours fails", help: "Once for a run, and once for all children of a search." },
  { event: "ended", label: "A long run of yours ends", help: `It took at least ${longRunMinutes} minutes.` },
  { event: "nan", label: "A run of yours logs NaN", help: "At the first metric that is not a number." },
];

/** What reaches the reader by e-mail too, and what they are told of their runs. */
export function PreferencesPanel() {
  const { me } = useViewer();
  const query = useQuery(preferencesQuery(useApi(), me.id));
  const skeleton = <SkeletonRows label="Your choice is being read" rows={4} columns={[160]} />;
  return (
    <div className="grid gap-3">
      <Panel title="By e-mail too">
        <Loaded query={query} what="Your choice" skeleton={skeleton}>
          {(data) => <Choices preferences={data} />}
        </Loaded>
      </Panel>
      <Panel title="Of your runs">
        <Loaded query={query} what="Your choice" skeleton={skeleton}>
          {(data) => <RunChoices preferences={data} />}
        </Loaded>
      </Panel>
    </div>
  );
}

function RunChoices({ preferences }: { preferences: NotificationPreferences }) {
  const save = useSave(preferences);
  return (
    <div className="grid gap-2.5">
      {runEvents.map(({ event, label, help }) => (
        <CheckboxRow
          key={event}
          help={help}
          checked={preferences.runs[event]}
          onChange={(isOn) => save.mutate({ runs: { ...preferences.runs, [event]: isOn } })}
        >
          {label}
        </CheckboxRow>
      ))}
    </div>
  );
}

type Chosen = Partial<Pick<NotificationPreferences, "email" | "runs">>;

function useSave(preferences: NotificationPreferences) {
  const api = useApi();
  const { me } = useViewer();
  const client = useQueryClient();
  const key = preferencesQuery(api, me.id).queryKey;
  const save = useMutation({
    mutationFn: (chosen: Chosen) => api.call(setPreferences, chosen),
    onMutate: (chosen) => {
      client.setQueryData(key, { ...preferences, ...chosen });
      return preferences;
    },
    onSuccess: (answer) => client.setQueryData(key, answer),
    onError: (error, chosen, before) => {
      client.setQueryData(key, before);
      failToast("Your choice was not kept", error, () => save.mutate(chosen));
    },
  });
  return save;
}

function Choices({ preferences }: { preferences: NotificationPreferences }) {
  const save = useSave(preferences);
  return (
    <div className="grid gap-2.5">
      {!preferences.isEmailConfigured && (
        <p className="rounded-md bg-warn-soft px-2.5 py-1.5 text-warn">
          This platform has no mail server, so nothing is sent by e-mail. What you choose holds once it has one.
        </p>
      )}
      {groups.map(({ group, label, help }) => (
        <CheckboxRow
          key={group}
          help={help}
          checked={preferences.email[group]}
          onChange={(isOn) => save.mutate({ email: { ...preferences.email, [group]: isOn } })}
        >
          {label}
        </CheckboxRow>
      ))}
    </div>
  );
}
