import type { Difference } from "./difference.ts";

const refused = { status: 400, body: /"error_code": "INVALID_PARAMETER_VALUE"/ };
const unknown = (message: RegExp) => ({ status: 404, body: new RegExp(`"RESOURCE_DOES_NOT_EXIST", "message": "${message.source}`) });

/** Where the registry and its webhooks answer otherwise. */
export const registryDifferences: readonly Difference[] = [
  {
    reason: "What a policy does not let pass is refused, with the page to ask on. Nothing stands before a stage there.",
    steps: ["model stages > third to production"],
    ours: { status: 400, body: /"INVALID_STATE", "message": ".*cannot go to production now\..*https?:\/\/\S+\/w\/\S+\/models\/\S+\/3"/ },
  },
  {
    reason: "A permanent refusal must not be 500, which clients repeat for minutes.",
    steps: ["model version refusals > archive from an inactive stage", "registered model search > by the same twice"],
    ours: refused,
  },
  {
    reason: "Theirs prints the statement that failed.",
    steps: ["registered models > rename to a taken name"],
    ours: { status: 400, body: /"RESOURCE_ALREADY_EXISTS", "message": "Registered Model \(name=elm [^)]*\) already exists\."/ },
  },
  {
    reason: "The aliases of a version are told wherever the version is.",
    steps: ["model aliases > model with aliases"],
    ours: { status: 200, body: /"aliases": \["Shadow-2", "challenger"\]/ },
  },
  {
    reason: "A version without a description has an empty one, as it is made; theirs is then missing.",
    steps: ["model versions > update to nothing", "model versions > get again", "model versions > get by the new name"],
    ours: { status: 200, body: /"description": ""/ },
  },
  {
    reason: "A version is loaded from its own files, which nobody can write to, and not from the artifacts it was registered from.",
    steps: [
      "model versions > where the first lies",
      "versions of logged models > where the version lies",
      "versions of logged models > where the copy lies",
    ],
    ours: { status: 200, body: /"artifact_uri": "mlflow-artifacts:\/model-versions\/\d+\/\d+"/ },
  },
  {
    reason: "A version says which logged model it is.",
    steps: ["versions of logged models > create", "versions of logged models > create again", "versions of logged models > copy"],
    ours: { status: 200, body: /"model_id": "m-/ },
  },
  {
    reason: "A source that cannot be is refused with what to do instead, after the same beginning.",
    steps: [/^model version refusals > source: (local path|file|relative|climbing|nonsense)/],
    ours: { status: 400, body: /"INVALID_PARAMETER_VALUE", "message": "Invalid model version source: '/ },
  },
  {
    reason: "A source names its run or logged model itself; one that is not there is not found.",
    steps: ["model version refusals > source: unknown run"],
    ours: unknown(/Run with id=.* not found/),
  },
  {
    reason: "A source names its run or logged model itself; one that is not there is not found.",
    steps: ["model version refusals > source: unknown model"],
    ours: unknown(/Logged model with ID '.*' not found/),
  },
  {
    reason: "A version of a model that is not there is told about in the words for versions, as everywhere else.",
    steps: ["model version refusals > source: unknown version"],
    ours: unknown(/Model Version \(name=nobody at all, version=1\) not found/),
  },
  {
    reason: "Models are sorted by their creation too.",
    steps: ["registered model search > by creation"],
    ours: { status: 200, body: /"registered_models": \[/ },
  },
  {
    reason: "A page holds at least one model. Theirs is empty and names the same page as the next, without end.",
    steps: ["registered model search > size zero", "registered model search > size negative"],
    ours: refused,
  },
  {
    reason: "One language for all filters: what it refuses is told in the words of searching runs.",
    steps: [
      "registered model search > refused: number against name",
      "registered model search > refused: operator",
      "registered model search > by an unknown key",
      /^model version search > refused: (number|operator)/,
    ],
    ours: refused,
  },
  {
    reason: "Addresses that webhooks do not reach are refused by the operator's own rules.",
    steps: [/^webhook refusals > (http|loopback|no address)/],
    ours: refused,
  },
];
