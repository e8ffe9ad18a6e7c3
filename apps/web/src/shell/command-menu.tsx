"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import { CommandDialog, type CommandGroup, type CommandItem } from "@plumbline/ui/command";
import { useQuery } from "@tanstack/react-query";
import { Box, Cpu, Database, FlaskConical, Inbox, Keyboard, LogOut, Plus, Sparkle, Stamp, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { signOut } from "#src/domains/access/sign-in.ts";
import { datasetSearchQuery } from "#src/domains/datasets/queries.ts";
import { experimentSearchQuery, runLookupQuery } from "#src/domains/experiments/queries.ts";
import { jobSearchQuery } from "#src/domains/jobs/queries.ts";
import { stateSigns } from "#src/domains/jobs/words.ts";
import { modelSearchQuery } from "#src/domains/registry/queries.ts";
import { useApi } from "./api.tsx";
import { destinations } from "./navigation.ts";
import { paths } from "./paths.ts";
import { useShell } from "./shell-state.tsx";
import { useViewer } from "./viewer.tsx";

/** Goes to anything by name or id, and does what can be done from anywhere. */
export function CommandMenu({ onClose }: { onClose: () => void }) {
  const [search, setSearch] = useState("");
  const found = useFound(useDeferredValue(search.trim()));
  const pages = usePages();
  const actions = useActions();
  const groups: CommandGroup[] = [
    ...(found.length > 0 ? [{ title: "Found", items: found }] : []),
    { title: "Go to", items: pages },
    { title: "Do", items: actions },
  ];
  return (
    <CommandDialog
      onClose={onClose}
      search={search}
      onSearch={setSearch}
      groups={groups}
      empty="Nothing has this name or id. Runs are found by the whole id or by a part of their name."
    />
  );
}

function usePages(): CommandItem[] {
  const { workspace, can } = useViewer();
  const router = useRouter();
  return destinations
    .filter((item) => can(item.permission))
    .map((item) => ({
      id: `page ${item.id}`,
      label: item.label,
      words: item.words,
      icon: <item.icon className="icon" />,
      keys: ["g", item.key],
      run: () => router.push(item.path(workspace)),
    }));
}

function useActions(): CommandItem[] {
  const { workspace, can } = useViewer();
  const { setTheme, show } = useShell();
  const router = useRouter();
  const plus = <Plus className="icon" />;
  const sun = <SunMoon className="icon" />;
  return [
    ...(can("experiment:write")
      ? [{ id: "do experiment", label: "New experiment", icon: plus, run: () => router.push(`${paths.experiments(workspace)}?new=1`) }]
      : []),
    ...(can("dataset:write")
      ? [
          {
            id: "do dataset",
            label: "New dataset",
            icon: plus,
            words: "upload data csv parquet",
            run: () => router.push(`${paths.datasets(workspace)}?new=1`),
          },
        ]
      : []),
    ...jobActions({ workspace, can, go: (path) => router.push(path) }),
    ...(can("registry:write")
      ? [{ id: "do model", label: "New model intake", icon: plus, words: "register", run: () => router.push(paths.intake(workspace)) }]
      : []),
    ...(can("registry:read")
      ? [
          {
            id: "do inventory",
            label: "Inventory as of a date",
            icon: <Box className="icon" />,
            words: "what was live models",
            run: () => router.push(paths.inventory(workspace)),
          },
        ]
      : []),
    { id: "do token", label: "New token", icon: plus, words: "api key secret", run: () => router.push(`${paths.tokens(workspace)}?new=1`) },
    ...(can("member:manage")
      ? [
          {
            id: "do member",
            label: "Add a member",
            icon: plus,
            words: "invite people",
            run: () => router.push(`${paths.members(workspace)}?new=1`),
          },
        ]
      : []),
    ...governanceActions({ workspace, can, go: (path) => router.push(path) }),
    { id: "do light", label: "Light theme", icon: sun, words: "appearance", run: () => setTheme("light") },
    { id: "do dark", label: "Dark theme", icon: sun, words: "appearance", run: () => setTheme("dark") },
    { id: "do system", label: "Theme as the system", icon: sun, words: "appearance", run: () => setTheme("system") },
    {
      id: "do keys",
      label: "List of keys",
      icon: <Keyboard className="icon" />,
      keys: ["?"],
      words: "shortcuts help",
      run: () => show("keys"),
    },
    { id: "do leave", label: "Sign out", icon: <LogOut className="icon" />, words: "log out", run: () => void signOut() },
  ];
}

interface Going {
  workspace: string;
  can: ReturnType<typeof useViewer>["can"];
  go: (path: string) => void;
}

function jobActions({ workspace, can, go }: Going): CommandItem[] {
  const plus = <Plus className="icon" />;
  const launch = { id: "do job", label: "New job", icon: plus, words: "submit launch train run template yaml" };
  const mine = { id: "do my jobs", label: "My unfinished jobs", icon: <Cpu className="icon" />, words: "queue pending running waiting" };
  const cluster = { id: "do cluster", label: "Register cluster", icon: plus, words: "kubernetes kubeconfig gpus" };
  const secret = { id: "do secret", label: "New secret", icon: plus, words: "password key credential" };
  return [
    ...(can("job:submit") ? [{ ...launch, run: () => go(paths.newJob(workspace)) }] : []),
    ...(can("job:read") ? [{ ...mine, run: () => go(`${paths.jobs(workspace)}?mine=1&state=unfinished`) }] : []),
    ...(can("platform:compute") ? [{ ...cluster, run: () => go(`${paths.clusters(workspace)}?new=1`) }] : []),
    ...(can("secret:manage") ? [{ ...secret, run: () => go(`${paths.secrets(workspace)}?new=1`) }] : []),
  ];
}

function governanceActions({ workspace, can, go }: Going): CommandItem[] {
  const inbox = { id: "do inbox", label: "Inbox", icon: <Inbox className="icon" />, words: "notifications mentions messages unread" };
  const waiting = {
    id: "do votes",
    label: "Requests waiting for my vote",
    icon: <Stamp className="icon" />,
    words: "approve reject decide",
  };
  const delegate = { id: "do delegate", label: "Delegate my votes", icon: <Stamp className="icon" />, words: "away holiday deputy" };
  const policy = { id: "do policy", label: "New policy", icon: <Plus className="icon" />, words: "rule yaml" };
  return [
    ...(can("notification:self") ? [{ ...inbox, run: () => go(paths.inbox(workspace)) }] : []),
    ...(can("request:read") ? [{ ...waiting, run: () => go(`${paths.approvals(workspace)}?show=waiting`) }] : []),
    ...(can("vote:cast") ? [{ ...delegate, run: () => go(`${paths.approvals(workspace)}?delegate=1`) }] : []),
    ...(can("policy:write") ? [{ ...policy, run: () => go(paths.newPolicy(workspace)) }] : []),
  ];
}

const shortestSearch = 2;

function useFound(search: string): CommandItem[] {
  const api = useApi();
  const { can } = useViewer();
  const router = useRouter();
  const enabled = search.length >= shortestSearch;
  const experiments = useQuery({ ...experimentSearchQuery(api, search), enabled });
  const runs = useQuery({ ...runLookupQuery(api, search), enabled });
  const datasets = useQuery({ ...datasetSearchQuery(api, search), enabled });
  const models = useQuery({ ...modelSearchQuery(api, search), enabled });
  const jobs = useQuery({ ...jobSearchQuery(api, search), enabled: enabled && can("job:read") });
  return [
    ...(models.data ?? []).map((item) => ({
      id: `model ${item.name}`,
      label: item.name,
      detail: "model",
      words: search,
      icon: <Box className="icon" />,
      run: () => router.push(paths.model(api.workspace, item.name)),
    })),
    ...(experiments.data ?? []).map((item) => ({
      id: `experiment ${item.experimentId}`,
      label: item.name,
      detail: "experiment",
      words: search,
      icon: <FlaskConical className="icon" />,
      run: () => router.push(paths.experiment(api.workspace, item.experimentId)),
    })),
    ...(datasets.data ?? []).map((item) => ({
      id: `dataset ${item.name}`,
      label: item.name,
      detail: "dataset",
      words: search,
      icon: <Database className="icon" />,
      run: () => router.push(paths.dataset(api.workspace, item.name)),
    })),
    ...(jobs.data ?? []).map((item) => ({
      id: `job ${item.id}`,
      label: jobTitle(item),
      detail: `job, ${stateSigns[item.state].word.toLowerCase()}`,
      words: search,
      icon: <Cpu className="icon" />,
      run: () => router.push(paths.job(api.workspace, item.id)),
    })),
    ...(runs.data ?? []).map((item) => ({
      id: `run ${item.runId}`,
      label: item.name,
      detail: `run ${item.runId.slice(0, 8)}`,
      words: search,
      icon: <Sparkle className="icon" />,
      run: () => router.push(paths.run(api.workspace, item.runId)),
    })),
  ];
}
