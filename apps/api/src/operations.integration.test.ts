import { randomUUID } from "node:crypto";
import type { Operation } from "@plumbline/contracts/operation";
import { operations } from "@plumbline/contracts/operations";
import { isPlatformPermission, isWorkspacePermission, workspacePermissions } from "@plumbline/contracts/permissions";
import { Problem } from "@plumbline/contracts/problem";
import { ensureStarters } from "@plumbline/core/approvals";
import { ensureLocalPools } from "@plumbline/core/quotas";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importInputs, prepareImports } from "./imports/open-test-operations.ts";
import { openTestApp, type TestApp } from "./open-test-app.ts";
import { bulkActInputs, prepareBulkActs } from "./open-test-bulk-acts.ts";
import { clusterInputs, prepareClusters } from "./open-test-clusters.ts";
import { namesForeign } from "./open-test-foreign.ts";
import { jobInputs, prepareJobs, sourceArchive } from "./open-test-jobs.ts";
import { noteInputs, prepareNotes } from "./open-test-notes.ts";
import { prepareQuotas, quotaInputs } from "./open-test-quotas.ts";
import { prepareViews, viewInputs } from "./open-test-views.ts";

// Every operation is asked by nobody, by somebody without its permission, from a foreign workspace, and rightly. An
// operation without an entry in `inputs` fails here.
let site: TestApp;
let workspace: TestWorkspace;
let foreign: TestWorkspace;
let admin: Record<string, string>;
let foreignAdmin: Record<string, string>;
let world: Awaited<ReturnType<typeof prepare>>;

beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  foreign = await site.env.createWorkspace();
  const person = await site.env.createUser({ platformRole: "platform-admin" });
  await site.env.addMember(workspace, person, "admin");
  admin = await site.withSession(person, workspace);
  const stranger = await site.env.createUser();
  await site.env.addMember(foreign, stranger, "admin");
  foreignAdmin = await site.withSession(stranger, foreign);
  await ensureStarters(site.deps);
  await ensureLocalPools(site.deps, { cores: 16, gpus: 0 });
  world = await prepare();
});
afterAll(() => site.close());

/** Bodies of these are files. */
const uploads = new Set(["artifacts.writeRunArtifact", "datasets.uploadVersion", "evidence.uploadEvidenceFile", "jobs.uploadSource"]);
/** Answers of these are files, which no schema describes. */
const files = new Set(operations.filter(({ response }) => response.type === "unknown").map(({ id }) => id));

async function ask(operation: Operation, headers: Record<string, string>, input: Record<string, unknown>) {
  const pick = (schema: { shape: object } | undefined) =>
    Object.fromEntries(Object.keys(schema?.shape ?? {}).flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
  const params = pick(operation.params);
  const path = operation.path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? randomUUID())));
  const query = new URLSearchParams(Object.entries(pick(operation.query)).map(([name, value]): [string, string] => [name, String(value)]));
  const isUpload = uploads.has(operation.id);
  return site.app.inject({
    method: operation.method,
    url: `/api/v1${path}?${query}`,
    headers: { ...headers, ...(isUpload ? { "content-type": "text/plain" } : {}) },
    ...(isUpload ? { payload: operation.id === "jobs.uploadSource" ? sourceArchive : `text\n${randomUUID()}\n` } : {}),
    ...(operation.body ? { payload: pick(operation.body) } : {}),
  });
}

async function call<T>(id: string, input: Record<string, unknown>): Promise<T> {
  const operation = operations.find((one) => one.id === id);
  if (!operation) throw new Error(`no operation ${id}`);
  const response = await ask(operation, admin, input);
  if (response.statusCode !== 200) throw new Error(`${id}: ${response.statusCode} ${response.body}`);
  return response.json<T>();
}

/** One of everything, in the first workspace. */
async function prepare() {
  const experiment = async () =>
    (await call<{ experimentId: string }>("experiments.createExperiment", { name: `e-${randomUUID()}` })).experimentId;
  const run = async () => (await call<{ runId: string }>("experiments.createRun", {})).runId;
  const model = async () => (await call<{ modelId: string }>("experiments.createLoggedModel", { experimentId: "0" })).modelId;
  const user = async () =>
    (await call<{ user: { id: string } }>("access.createUser", { email: `${randomUUID()}@example.test`, name: "A person" })).user.id;
  const group = async () => (await call<{ id: string }>("access.createGroup", { name: randomUUID() })).id;
  const token = async () => (await call<{ token: { id: string } }>("access.createToken", { name: "t" })).token.id;
  const account = async () => (await call<{ id: string }>("access.createServiceAccount", { name: randomUUID(), role: "viewer" })).id;
  const member = async () => {
    const person = await site.env.createUser();
    await site.env.addMember(workspace, person, "viewer");
    return person.id;
  };
  const deletedExperiment = await experiment();
  await call("experiments.deleteExperiment", { experimentId: deletedExperiment });
  const deletedRun = await run();
  await call("experiments.deleteRun", { runId: deletedRun });
  const runWithFile = await run();
  await call("artifacts.writeRunArtifact", { runId: runWithFile, path: "notes.txt" });
  await call("artifacts.writeRunArtifact", { runId: runWithFile, path: "rows.csv" });
  const taggedModel = await model();
  await call("experiments.setLoggedModelTags", { modelId: taggedModel, tags: [{ key: "t", value: "v" }] });
  const taggedRun = await run();
  await call("experiments.logBatch", {
    runId: taggedRun,
    tags: [{ key: "t", value: "v" }],
    metrics: [{ key: "m", value: 1, timestamp: 1, step: 0 }],
  });
  const taggedExperiment = await experiment();
  await call("experiments.setExperimentTag", { experimentId: taggedExperiment, key: "t", value: "v" });
  const dataset = async () => (await call<{ name: string }>("datasets.createDataset", { name: `d-${randomUUID()}` })).name;
  const datasetWithFile = await dataset();
  await call("datasets.uploadVersion", { dataset: datasetWithFile, name: "loans.csv" });
  await site.env.sql("UPDATE dataset_profile SET state = 'failed', message = 'the first try failed'");
  const runWithInput = await run();
  const logged = { name: "d", digest: "abc", sourceType: "local", source: "{}" };
  await call("experiments.logInputs", { runId: runWithInput, datasets: [{ dataset: logged }] });
  const [groupId, groupedUser] = [await group(), await user()];
  await call("access.addGroupMember", { groupId, userId: groupedUser });
  const endpoint = async () =>
    (await call<{ endpoint: { id: string } }>("notifications.createEndpoint", { url: "https://hooks.example.com/", events: ["*"] }))
      .endpoint.id;
  const endpointId = await endpoint();
  const delivery = (await call<{ id: string }>("notifications.testEndpoint", { endpointId })).id;
  const newcomer = await site.env.createUser();
  const registered = async () => (await call<{ name: string }>("registry.createModel", { name: randomUUID() })).name;
  const source = "mlflow-artifacts:/0/nothing";
  const registeredModel = await registered();
  const version = async () => (await call<{ version: number }>("registry.registerVersion", { model: registeredModel, source })).version;
  const tags = { model: registeredModel, key: "t", value: "v" };
  await call("registry.setModelTag", tags);
  await call("registry.setVersionTag", { ...tags, version: await version() });
  await call("registry.setAlias", { model: registeredModel, version: 1, alias: "kept" });
  await call("registry.setAlias", { model: registeredModel, version: 1, alias: "doomed" });
  const modelWithFile = await registered();
  await call("registry.registerVersion", { model: modelWithFile, source: `runs:/${runWithFile}/notes.txt` });
  const stagedVersion = await version();
  // Each was allowed there before: what lets a version up is tested where it is decided.
  const place = (number: number, stage: string) =>
    site.env.sql(
      "UPDATE model_version v SET stage = $3 FROM registered_model m WHERE m.key = v.model_key AND m.name = $1 AND v.version = $2",
      [registeredModel, number, stage],
    );
  await place(stagedVersion, "staging");
  for (const number of [1, await version()]) {
    await place(number, "production");
    await call("registry.setAlias", { model: registeredModel, version: number, alias: "champion" });
  }
  const promotable = async () => {
    const { name: model } = await call<{ name: string }>("registry.createModel", { name: randomUUID(), tier: "medium" });
    await call("registry.registerVersion", { model, source: `runs:/${runWithFile}/notes.txt` });
    return { model, version: 1 };
  };
  const request = async () =>
    (await call<{ number: number }>("approvals.openRequest", { ...(await promotable()), toStage: "production" })).number;
  await call("registry.moveStage", { ...(await promotable()), stage: "staging" });
  const { items: allowed } = await call<{ items: { id: string }[] }>("approvals.listAuthorisations", {});
  const deputy = await member();
  const day = 24 * 3_600_000;
  const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
  const away = { toUserId: deputy, startsAt: inDays(10), endsAt: inDays(11), reason: "away" };
  const finding = (await call<{ id: string }>("registry.openFinding", { model: registeredModel, title: "Late", severity: "high" })).id;
  const fileVersion = { model: modelWithFile, version: 1 };
  const { id: uploadId } = await call<{ id: string }>("evidence.uploadEvidenceFile", {
    ...fileVersion,
    name: "r.pdf",
    purpose: "document",
  });
  const document = { kind: "document", uploadId, title: "Report" };
  const { evidenceId } = await call<{ evidenceId: string }>("evidence.produceEvidence", { ...fileVersion, produce: document });
  const failedTask = async (workspaceId: number | null) => {
    const id = randomUUID();
    await site.env.sql(
      "INSERT INTO task (id, workspace_id, name, payload, max_attempts, attempt, state) VALUES ($1, $2, 'kernel.prune', '{}', 3, 3, 'failed')",
      [id, workspaceId],
    );
    return id;
  };
  const { items: productions } = await call<{ items: { id: string; kind: string }[] }>("evidence.listProductions", fileVersion);
  return {
    experiment: await experiment(),
    doomedExperiment: await experiment(),
    deletedExperiment,
    taggedExperiment,
    run: await run(),
    doomedRun: await run(),
    deletedRun,
    runWithFile,
    taggedRun,
    model: await model(),
    doomedModel: await model(),
    taggedModel,
    dataset: await dataset(),
    doomedDataset: await dataset(),
    datasetWithFile,
    runWithInput,
    user: await user(),
    groupId,
    doomedGroup: await group(),
    groupedUser,
    token: await token(),
    account: await account(),
    member: await member(),
    doomedMember: await member(),
    newcomer,
    endpoint: endpointId,
    doomedEndpoint: await endpoint(),
    delivery,
    registeredModel,
    modelWithFile,
    stagedVersion,
    finding,
    modelToPromote: (await promotable()).model,
    request: await request(),
    doomedRequest: await request(),
    authorisation: allowed[0]?.id,
    delegation: (await call<{ id: string }>("approvals.delegate", away)).id,
    fileVersion,
    evidence: evidenceId,
    production: productions.find(({ kind }) => kind === "security_scan")?.id,
    jobs: await prepareJobs(site, call, taggedRun),
    clusters: await prepareClusters(site.env, call, workspace.name),
    quotas: await prepareQuotas(site, call, { workspace, foreign }),
    views: await prepareViews(call),
    bulkActs: await prepareBulkActs(call),
    imports: await prepareImports(call),
    notes: await prepareNotes(call),
    failedTask: await failedTask(workspace.id),
    failedPlatformTask: await failedTask(null),
    doomedRegisteredModel: await registered(),
    renamedRegisteredModel: await registered(),
    doomedVersion: await version(),
    source,
  };
}

const testPolicy = (name: string): string => `name: ${name}\nmatch: { tier: critical, transition: '* -> production' }\n`;

type Input = Record<string, unknown>;
/** What a rightful caller sends. `null`: covered by a test of its own, named beside it. */
const inputs: Record<string, (() => Input) | null> = {
  "access.createSession": null, // sign-in.integration.test.ts
  "access.deleteCurrentSession": null, // ends the session that this file uses
  "access.listSessions": () => ({}),
  "access.revokeSession": null, // sign-in.integration.test.ts
  "access.getMe": () => ({}),
  "access.changePassword": null, // sign-in.integration.test.ts
  "access.listUsers": () => ({}),
  "access.createUser": () => ({ email: `${randomUUID()}@example.test`, name: "New" }),
  "access.updateUser": () => ({ userId: world.user, name: "Renamed" }),
  "access.resetPassword": () => ({ userId: world.user }),
  "access.listGroups": () => ({}),
  "access.createGroup": () => ({ name: randomUUID() }),
  "access.deleteGroup": () => ({ groupId: world.doomedGroup }),
  "access.addGroupMember": () => ({ groupId: world.groupId, userId: world.user }),
  "access.removeGroupMember": () => ({ groupId: world.groupId, userId: world.groupedUser }),
  "access.decideGroupChange": null, // group-changes.integration.test.ts
  "access.listTokens": () => ({ all: "true" }),
  "access.createToken": () => ({ name: "another", serviceAccountId: world.account }),
  "access.revokeToken": () => ({ tokenId: world.token }),
  "access.listServiceAccounts": () => ({}),
  "access.createServiceAccount": () => ({ name: randomUUID(), role: "viewer" }),
  "access.updateServiceAccount": () => ({ serviceAccountId: world.account, role: "contributor" }),
  "workspaces.listWorkspaces": () => ({}),
  "workspaces.createWorkspace": () => ({ name: `w-${randomUUID().slice(0, 8)}` }),
  "workspaces.getWorkspace": () => ({}),
  "workspaces.updateWorkspace": () => ({ description: "What we do." }),
  "workspaces.getUsage": () => ({}),
  "workspaces.listMembers": () => ({}),
  "workspaces.addMember": () => ({ email: world.newcomer.email, role: "viewer" }),
  "workspaces.updateMember": () => ({ userId: world.member, role: "engineer" }),
  "workspaces.removeMember": () => ({ userId: world.doomedMember }),
  "experiments.searchExperiments": () => ({ filter: "name LIKE 'e-%'" }),
  "experiments.listExperiments": () => ({ limit: 10 }),
  "experiments.createExperiment": () => ({ name: randomUUID() }),
  "experiments.findExperimentByName": () => ({ name: "Default" }),
  "experiments.getExperiment": () => ({ experimentId: world.experiment }),
  "experiments.renameExperiment": () => ({ experimentId: world.experiment, name: randomUUID() }),
  "experiments.deleteExperiment": () => ({ experimentId: world.doomedExperiment }),
  "experiments.restoreExperiment": () => ({ experimentId: world.deletedExperiment }),
  "experiments.setExperimentTag": () => ({ experimentId: world.experiment, key: "k", value: "v" }),
  "experiments.deleteExperimentTag": () => ({ experimentId: world.taggedExperiment, key: "t" }),
  "experiments.searchRuns": () => ({ experimentIds: ["0"], filter: "metrics.m > 0" }),
  "experiments.countRuns": () => ({ experimentIds: ["0"] }),
  "experiments.compareRuns": () => ({ runIds: [world.taggedRun, world.run] }),
  "experiments.listRunColumns": () => ({ experimentId: world.experiment }),
  "experiments.createRun": () => ({ experimentId: world.experiment, name: "a run" }),
  "experiments.getRun": () => ({ runId: world.taggedRun }),
  "experiments.updateRun": () => ({ runId: world.run, status: "FINISHED", endTime: 1 }),
  "experiments.deleteRun": () => ({ runId: world.doomedRun }),
  "experiments.restoreRun": () => ({ runId: world.deletedRun }),
  "experiments.logBatch": () => ({ runId: world.run, params: [{ key: "p", value: "v" }] }),
  "experiments.deleteRunTag": () => ({ runId: world.taggedRun, key: "t" }),
  "experiments.logInputs": () => ({
    runId: world.run,
    datasets: [{ dataset: { name: "d", digest: "abc", sourceType: "local", source: "{}" } }],
  }),
  "experiments.logOutputs": () => ({ runId: world.run, models: [{ modelId: world.model }] }),
  "experiments.listDatasets": () => ({ experimentIds: ["0"] }),
  "experiments.getMetricHistory": () => ({ runId: world.taggedRun, key: "m" }),
  "experiments.getCurves": () => ({ runIds: [world.taggedRun], keys: ["m"] }),
  "experiments.drawCurves": () => ({ runIds: [world.taggedRun], keys: ["m"] }),
  "experiments.sampleMetricHistory": () => ({ runIds: [world.taggedRun], key: "m" }),
  "experiments.searchLoggedModels": () => ({ experimentIds: ["0"] }),
  "experiments.createLoggedModel": () => ({ experimentId: world.experiment }),
  "experiments.getLoggedModel": () => ({ modelId: world.model }),
  "experiments.finalizeLoggedModel": () => ({ modelId: world.model, status: "READY" }),
  "experiments.deleteLoggedModel": () => ({ modelId: world.doomedModel }),
  "experiments.setLoggedModelTags": () => ({ modelId: world.model, tags: [{ key: "a", value: "b" }] }),
  "experiments.deleteLoggedModelTag": () => ({ modelId: world.taggedModel, key: "t" }),
  "experiments.logLoggedModelParams": () => ({ modelId: world.model, params: [{ key: "a", value: "b" }] }),
  "artifacts.listRunArtifacts": () => ({ runId: world.runWithFile }),
  "artifacts.readRunArtifact": () => ({ runId: world.runWithFile, path: "notes.txt" }),
  "artifacts.readRunTable": () => ({ runId: world.runWithFile, path: "rows.csv" }),
  "artifacts.writeRunArtifact": () => ({ runId: world.run, path: "a/b.txt" }),
  "artifacts.deleteRunArtifact": () => ({ runId: world.runWithFile, path: "notes.txt" }),
  "datasets.listDatasets": () => ({ search: "d-" }),
  "datasets.createDataset": () => ({ name: randomUUID(), purpose: "Tests" }),
  "datasets.getDataset": () => ({ dataset: world.dataset }),
  "datasets.updateDataset": () => ({ dataset: world.dataset, description: "What it is." }),
  "datasets.deleteDataset": () => ({ dataset: world.doomedDataset }),
  "datasets.listVersions": () => ({ dataset: world.datasetWithFile }),
  "datasets.getVersion": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "datasets.uploadVersion": () => ({ dataset: world.dataset, name: "more.csv" }),
  "datasets.createVersionFromInput": () => ({ dataset: world.dataset, runId: world.runWithInput, name: "d", digest: "abc" }),
  "datasets.readVersionFile": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "datasets.listUses": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "datasets.getProfile": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "datasets.getPreview": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "datasets.requestProfile": () => ({ dataset: world.datasetWithFile, version: 1 }),
  "registry.listModels": () => ({ limit: 10 }),
  "registry.searchModels": () => ({ filter: "tags.t = 'v'", orderBy: ["name DESC"] }),
  "registry.createModel": () => ({ name: randomUUID(), purpose: "Decides.", tier: "high" }),
  "registry.getModel": () => ({ model: world.registeredModel }),
  "registry.updateModel": () => ({ model: world.registeredModel, description: "What it is." }),
  "registry.renameModel": () => ({ model: world.renamedRegisteredModel, name: randomUUID() }),
  "registry.deleteModel": () => ({ model: world.doomedRegisteredModel }),
  "registry.setModelTag": () => ({ model: world.registeredModel, key: "k", value: "v" }),
  "registry.deleteModelTag": () => ({ model: world.registeredModel, key: "t" }),
  "registry.listLatestVersions": () => ({ models: [world.registeredModel], stages: ["experimental"] }),
  "registry.listVersions": () => ({ model: world.registeredModel }),
  "registry.searchVersions": () => ({ filter: "run_id IN ('a', 'b')" }),
  "registry.registerVersion": () => ({ model: world.registeredModel, source: world.source }),
  "registry.getVersion": () => ({ model: world.registeredModel, version: 1 }),
  "registry.updateVersion": () => ({ model: world.registeredModel, version: 1, description: "The first." }),
  "registry.deleteVersion": () => ({ model: world.registeredModel, version: world.doomedVersion }),
  "registry.setVersionTag": () => ({ model: world.registeredModel, version: 1, key: "k", value: "v" }),
  "registry.deleteVersionTag": () => ({ model: world.registeredModel, version: 1, key: "t" }),
  "registry.findVersionByAlias": () => ({ model: world.registeredModel, alias: "kept" }),
  "registry.setAlias": () => ({ model: world.registeredModel, alias: "new", version: 1 }),
  "registry.changeTier": () => ({ model: world.registeredModel, tier: "low", reason: "It does little." }),
  "registry.moveStage": () => ({ model: world.registeredModel, version: world.stagedVersion, stage: "experimental" }),
  "registry.rollBack": () => ({ model: world.registeredModel, version: 1, reason: "It was better." }),
  "registry.verifyVersion": () => ({ model: world.modelWithFile, version: 1 }),
  "registry.compareVersions": () => ({ model: world.registeredModel, version: 1, with: world.stagedVersion }),
  "registry.getCard": () => ({ model: world.registeredModel, version: 1 }),
  "registry.editCard": () => ({ model: world.registeredModel, version: 1, basedOn: 0, fields: { overview: "What it does." } }),
  "registry.listCardRevisions": () => ({ model: world.registeredModel, version: 1 }),
  "registry.getInventory": () => ({}),
  "registry.getAsOf": () => ({ model: world.registeredModel }),
  "registry.listFindings": () => ({ model: world.registeredModel }),
  "registry.openFinding": () => ({ model: world.registeredModel, title: "Drifts", severity: "low" }),
  "registry.closeFinding": () => ({ model: world.registeredModel, findingId: world.finding, resolution: "Retrained." }),
  "registry.listValidations": () => ({ model: world.registeredModel }),
  "registry.recordValidation": () => ({ model: world.registeredModel, outcome: "passed" }),
  "registry.listHistory": () => ({ model: world.registeredModel, version: 1 }),
  "registry.listVersionFiles": () => ({ model: world.modelWithFile, version: 1 }),
  "registry.readVersionFile": () => ({ model: world.modelWithFile, version: 1, path: "notes.txt" }),
  "registry.getSignature": () => ({ model: world.modelWithFile, version: 1 }),
  "registry.getModelSignatureBundle": () => ({ model: world.modelWithFile, version: 1 }),
  "registry.listSigningKeys": () => ({}),
  "registry.deleteAlias": () => ({ model: world.registeredModel, alias: "doomed" }),
  "approvals.listEnvironments": () => ({}),
  "approvals.createEnvironment": () => ({ name: `e-${randomUUID().slice(0, 8)}`, stage: "staging" }),
  "approvals.updateEnvironment": () => ({ environment: "staging", description: "Before it counts." }),
  "approvals.archiveEnvironment": () => ({ environment: "development" }),
  "approvals.listAuthorisations": () => ({ all: "true" }),
  "approvals.revokeAuthorisation": () => ({ authorisationId: world.authorisation, reason: "no longer" }),
  "approvals.listPolicies": () => ({}),
  "approvals.getPolicy": () => ({ policy: "production-low" }),
  "approvals.validatePolicy": () => ({ source: "name: x" }),
  "approvals.completePolicy": () => ({ source: "ma", line: 1, column: 3 }),
  "approvals.planPolicy": () => ({ source: testPolicy("planned") }),
  "approvals.simulatePolicy": () => ({ source: testPolicy("simulated") }),
  "approvals.saveDraft": () => ({ policy: "drafted", source: "name: drafted" }),
  "approvals.discardDraft": () => ({ policy: "drafted" }),
  "approvals.publishPolicy": () => ({ policy: "published", source: testPolicy("published"), reason: "needed" }),
  "approvals.withdrawPolicy": () => ({ policy: "retirement-high", reason: "no longer needed" }),
  "approvals.listOrganisationProposals": () => ({}),
  "approvals.proposeOrganisationPolicy": () => ({ name: "mandatory", source: testPolicy("mandatory"), reason: "needed" }),
  "approvals.decideOrganisationPolicy": null, // organisation-policies.integration.test.ts
  "approvals.listRequests": () => ({ waitingForMe: "true" }),
  "approvals.previewRequest": () => ({ model: world.modelWithFile, version: 1, toStage: "production" }),
  "approvals.openRequest": () => ({ model: world.modelToPromote, version: 1, toStage: "production" }),
  "approvals.getRequest": () => ({ number: world.request }),
  "approvals.castVote": null, // requests.integration.test.ts
  "approvals.withdrawRequest": () => ({ number: world.doomedRequest, reason: "not needed" }),
  "approvals.addComment": () => ({ number: world.request, body: "When?" }),
  "approvals.followRequest": () => ({ number: world.request, isFollowing: true }),
  "approvals.confirmBreakGlass": null, // gates.integration.test.ts
  "approvals.reviewBreakGlass": null, // gates.integration.test.ts
  "approvals.listDelegations": () => ({}),
  "approvals.delegate": () => ({ toUserId: world.member, endsAt: new Date(Date.now() + 3_600_000).toISOString(), reason: "away" }),
  "approvals.endDelegation": () => ({ delegationId: world.delegation }),
  "evidence.listEvidence": () => world.fileVersion,
  "evidence.getEvidence": () => ({ evidenceId: world.evidence }),
  "evidence.recordEvidence": () => ({ ...world.fileVersion, kind: "robustness", title: "Perturbations", verdict: "pass" }),
  "evidence.uploadEvidenceFile": () => ({ ...world.fileVersion, name: "report.pdf", purpose: "document" }),
  "evidence.readEvidenceFile": () => ({ evidenceId: world.evidence }),
  "evidence.produceEvidence": () => ({ ...world.fileVersion, produce: { kind: "security_scan" } }),
  "evidence.listProductions": () => world.fileVersion,
  "evidence.cancelProduction": () => ({ productionId: world.production }),
  ...jobInputs(() => world.jobs),
  ...clusterInputs(() => world.clusters),
  ...quotaInputs(() => world.quotas),
  ...viewInputs(() => world.views),
  ...bulkActInputs(() => world.bulkActs),
  ...importInputs(() => world.imports),
  ...noteInputs(() => world.notes),
  "lineage.listLineage": () => ({ kind: "run", id: world.run }),
  "changes.streamChanges": null, // changes.integration.test.ts
  "notifications.listNotifications": () => ({ unread: "true" }),
  "notifications.markRead": () => ({ all: true }),
  "notifications.getPreferences": () => ({}),
  "notifications.setPreferences": () => ({ email: { votes: true, mentions: false, outcomes: true, reminders: false } }),
  "notifications.listEndpoints": () => ({}),
  "notifications.createEndpoint": () => ({ url: "https://hooks.example.com/new", events: ["approvals.*"] }),
  "notifications.updateEndpoint": () => ({ endpointId: world.endpoint, description: "Ours." }),
  "notifications.deleteEndpoint": () => ({ endpointId: world.doomedEndpoint }),
  "notifications.rotateSecret": () => ({ endpointId: world.endpoint }),
  "notifications.getDelivery": () => ({ deliveryId: world.delivery }),
  "notifications.testEndpoint": () => ({ endpointId: world.endpoint }),
  "notifications.listDeliveries": () => ({ channel: "webhook" }),
  "notifications.replayDelivery": () => ({ deliveryId: world.delivery }),
  "tasks.listTasks": () => ({ state: "failed" }),
  "tasks.retryTask": () => ({ taskId: world.failedTask }),
  "tasks.listPlatformTasks": () => ({}),
  "tasks.retryPlatformTask": () => ({ taskId: world.failedPlatformTask }),
  "audit.listEvents": () => ({}),
  "audit.listPlatformEvents": () => ({}),
};

const problemOf = (response: { json: () => unknown }) => Problem.parse(response.json());
const hasRole = (operation: Operation) => isWorkspacePermission(operation.permission) || isPlatformPermission(operation.permission);
test("every operation has an entry here", () => {
  expect(Object.keys(inputs).sort()).toEqual(operations.map(({ id }) => id).sort());
});

const rightful = operations.flatMap((operation) => {
  const input = inputs[operation.id];
  return input ? [{ id: operation.id, operation, input }] : [];
});
const named = (list: readonly Operation[]) =>
  list.map((operation) => ({ id: operation.id, operation, input: inputs[operation.id] ?? (() => ({})) }));

test.each(named(operations.filter((operation) => operation.permission !== "public")))(
  "$id refuses nobody",
  async ({ operation, input }) => {
    const response = await ask(operation, {}, input());
    expect([response.statusCode, problemOf(response).code]).toEqual([401, "unauthenticated"]);
  },
);

test.each(named(operations.filter(hasRole)))("$id refuses who lacks its permission", async ({ operation, input }) => {
  const scopes = workspacePermissions.filter((permission) => permission !== operation.permission);
  const response = await ask(operation, await site.withToken(workspace, { scopes }), input());
  expect([response.statusCode, problemOf(response).code]).toEqual([403, "forbidden"]);
});

test.each(rightful.filter(({ operation }) => namesForeign(operation)))(
  "$id answers a foreign workspace's ids with not-found",
  async ({ operation, input }) => {
    const response = await ask(operation, foreignAdmin, input());
    expect([response.statusCode, problemOf(response).code]).toEqual([404, "not-found"]);
    expect(response.body).not.toContain(workspace.name);
  },
);

test.each(rightful)("$id answers as its schema says, and leaves the trace that it declares", async ({ operation, input }) => {
  const action = typeof operation.audit === "string" ? operation.audit : "";
  const count = async () => (await site.env.sql("SELECT 1 FROM audit_event WHERE action = $1", [action])).length;
  const before = await count();
  const response = await ask(operation, admin, input());
  expect([response.statusCode, response.body.slice(0, 300)]).toEqual([200, expect.any(String)]);
  if (!files.has(operation.id)) expect(operation.response.safeParse(response.json()).error).toBeUndefined();
  expect((await count()) - before).toBe(action ? 1 : 0);
});
