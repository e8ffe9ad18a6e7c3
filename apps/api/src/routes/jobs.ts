import { getJob, submitJob } from "@plumbline/core/jobs";
import { routes } from "./bind-verbs.ts";

export const jobRoutes = routes([submitJob, getJob]);
