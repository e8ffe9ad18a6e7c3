import { listLineage } from "@plumbline/core/lineage";
import { routes } from "./bind-verbs.ts";

export const lineageRoutes = routes([listLineage]);
