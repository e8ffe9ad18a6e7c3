import { cancelProduction, getEvidence, listEvidence, listProductions, produceEvidence, recordEvidence } from "@plumbline/core/evidence";
import { routes } from "./bind-verbs.ts";

export const evidenceRoutes = routes([listEvidence, getEvidence, recordEvidence, produceEvidence, listProductions, cancelProduction]);
