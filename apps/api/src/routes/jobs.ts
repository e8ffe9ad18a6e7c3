import {
  cancelJob,
  deleteTemplate,
  getJob,
  listJobs,
  listTemplates,
  notifyOnStart,
  putTemplate,
  reproduceRun,
  rerunJob,
  resumeJob,
  setJobPriority,
  submitJob,
  suspendJob,
} from "@plumbline/core/jobs";
import { routes } from "./bind-verbs.ts";

export const jobRoutes = routes([
  listJobs,
  getJob,
  submitJob,
  cancelJob,
  suspendJob,
  resumeJob,
  setJobPriority,
  rerunJob,
  reproduceRun,
  notifyOnStart,
  listTemplates,
  putTemplate,
  deleteTemplate,
]);
