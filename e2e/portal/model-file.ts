const column = (name: string, type: string) => ({ name, type, required: true });
const inputs = [
  column("loan_amount", "double"),
  column("income_monthly", "double"),
  column("term_months", "long"),
  column("purpose", "string"),
  column("bureau_score", "long"),
  column("months_on_file", "long"),
  column("region", "string"),
];

/** What MLflow writes beside a model. */
export const modelFile = [
  "flavors:",
  "  python_function:",
  "    loader_module: mlflow.sklearn",
  "    python_version: 3.12.7",
  "signature:",
  `  inputs: '${JSON.stringify(inputs)}'`,
  `  outputs: '${JSON.stringify([column("p_default", "double")])}'`,
  "",
].join("\n");
