"use client";
import { type NotificationGroup, type NotificationPreferences, setPreferences } from "@plumbline/contracts/notifications";
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
  { group: "reminders", label: "Reminders", help: "A vote of yours is missing the day before a request expires, or a review is due." },
];

/** What reaches the reader by e-mail too. */
export function PreferencesPanel() {
  const { me } = useViewer();
  const query = useQuery(preferencesQuery(useApi(), me.id));
  return (
    <Panel title="By e-mail too">
      <Loaded query={query} what="Your choice" skeleton={<SkeletonRows label="Your choice is being read" rows={4} columns={[160]} />}>
        {(data) => <Choices preferences={data} />}
      </Loaded>
    </Panel>
  );
}

function Choices({ preferences }: { preferences: NotificationPreferences }) {
  const api = useApi();
  const { me } = useViewer();
  const client = useQueryClient();
  const key = preferencesQuery(api, me.id).queryKey;
  const save = useMutation({
    mutationFn: (email: NotificationPreferences["email"]) => api.call(setPreferences, { email }),
    onMutate: (email) => {
      client.setQueryData(key, { ...preferences, email });
      return preferences;
    },
    onSuccess: (answer) => client.setQueryData(key, answer),
    onError: (error, email, before) => {
      client.setQueryData(key, before);
      failToast("Your choice was not kept", error, () => save.mutate(email));
    },
  });
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
          onChange={(isOn) => save.mutate({ ...preferences.email, [group]: isOn })}
        >
          {label}
        </CheckboxRow>
      ))}
    </div>
  );
}
