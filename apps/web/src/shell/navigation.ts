import type { Permission } from "@plumbline/contracts/permissions";
import {
  Box,
  Cpu,
  Database,
  FlaskConical,
  Gauge,
  House,
  Import,
  KeyRound,
  Layers,
  ListChecks,
  LockKeyhole,
  type LucideIcon,
  Scale,
  Server,
  ServerCog,
  Settings,
  Stamp,
  Users,
} from "lucide-react";
import { paths } from "./paths.ts";

export type Group = "Build" | "Ship" | "Watch" | "Govern" | "Run";

export interface Destination {
  id: string;
  label: string;
  /** Absent for what stands above the groups. */
  group?: Group;
  icon: LucideIcon;
  path: (workspace: string) => string;
  /** Whoever lacks it does not see the page named anywhere. */
  permission: Permission;
  /** Other words by which the command menu finds it. */
  words: string;
  /** The letter that leads here after `g`. */
  key: string;
}

/** The group of keys that work on every page. */
export const anywhere = "Anywhere";

/** Every page there is, once. Sidebar, command menu, keys and the accessibility test read this table. */
export const destinations: readonly Destination[] = [
  { id: "home", label: "Home", icon: House, path: paths.home, permission: "workspace:read", words: "start first run overview", key: "h" },
  {
    id: "experiments",
    label: "Experiments",
    group: "Build",
    icon: FlaskConical,
    path: paths.experiments,
    permission: "experiment:read",
    words: "runs metrics tracking",
    key: "e",
  },
  {
    id: "jobs",
    label: "Jobs",
    group: "Build",
    icon: Cpu,
    path: paths.jobs,
    permission: "job:read",
    words: "training queue pending logs gpu run launch",
    key: "b",
  },
  {
    id: "datasets",
    label: "Datasets",
    group: "Build",
    icon: Database,
    path: paths.datasets,
    permission: "dataset:read",
    words: "data tables versions files csv parquet upload",
    key: "d",
  },
  {
    id: "models",
    label: "Models",
    group: "Ship",
    icon: Box,
    path: paths.models,
    permission: "registry:read",
    words: "registry versions inventory as of champion",
    key: "r",
  },
  {
    id: "approvals",
    label: "Approvals",
    group: "Ship",
    icon: Stamp,
    path: paths.approvals,
    permission: "request:read",
    words: "requests promotion vote delegate committee",
    key: "a",
  },
  {
    id: "policies",
    label: "Policies",
    group: "Govern",
    icon: Scale,
    path: paths.policies,
    permission: "policy:read",
    words: "rules yaml governance gates simulation",
    key: "p",
  },
  {
    id: "environments",
    label: "Environments",
    group: "Govern",
    icon: ServerCog,
    path: paths.environments,
    permission: "policy:read",
    words: "live staging production authorisations revoke",
    key: "v",
  },
  {
    id: "clusters",
    label: "Clusters",
    group: "Run",
    icon: Server,
    path: paths.clusters,
    permission: "quota:read",
    words: "kubernetes kubeconfig kueue nodes gpus pools pending idle hardware",
    key: "c",
  },
  {
    id: "secrets",
    label: "Secrets",
    group: "Run",
    icon: LockKeyhole,
    path: paths.secrets,
    permission: "secret:use",
    words: "passwords keys credentials environment variables rotate",
    key: "y",
  },
  {
    id: "runtimes",
    label: "Training runtimes",
    group: "Run",
    icon: Layers,
    path: paths.runtimes,
    permission: "job:read",
    words: "images packages environments python containers",
    key: "u",
  },
  {
    id: "quotas",
    label: "Quotas",
    group: "Run",
    icon: Gauge,
    path: paths.quotas,
    permission: "quota:read",
    words: "gpus pools usage idle budgets showback fair share",
    key: "q",
  },
  {
    id: "imports",
    label: "Imports",
    group: "Run",
    icon: Import,
    path: paths.imports,
    permission: "import:read",
    words: "bring your mlflow migrate copy tracking server",
    key: "i",
  },
  {
    id: "members",
    label: "Members",
    group: "Run",
    icon: Users,
    path: paths.members,
    permission: "member:read",
    words: "people roles groups invite",
    key: "m",
  },
  {
    id: "tokens",
    label: "Tokens",
    group: "Run",
    icon: KeyRound,
    path: paths.tokens,
    permission: "token:self",
    words: "keys secrets access service accounts",
    key: "t",
  },
  {
    id: "tasks",
    label: "Tasks",
    group: "Run",
    icon: ListChecks,
    path: paths.tasks,
    permission: "task:read",
    words: "background work queue failed retry dead letters",
    key: "w",
  },
  {
    id: "settings",
    label: "Settings",
    group: "Run",
    icon: Settings,
    path: paths.settings,
    permission: "workspace:read",
    words: "account password sessions theme storage",
    key: "s",
  },
];

/** The page that an address belongs to: the one with the longest path that it begins with. */
export function currentDestination(pathname: string, workspace: string): Destination | undefined {
  const ofExperiments = [`${paths.home(workspace)}/runs/`, `${paths.reports(workspace)}/`, `${paths.trash(workspace)}/`];
  if (ofExperiments.some((path) => `${pathname}/`.startsWith(path))) return destinations.find(({ id }) => id === "experiments");
  return [...destinations]
    .sort((a, b) => b.path(workspace).length - a.path(workspace).length)
    .find(({ id, path }) => pathname === path(workspace) || (id !== "home" && pathname.startsWith(`${path(workspace)}/`)));
}
