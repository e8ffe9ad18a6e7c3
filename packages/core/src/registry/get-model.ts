import * as contract from "@plumbline/contracts/registry/model";
import { query } from "../kernel/index.ts";
import { readModel } from "./create-model.ts";

export const getModel = query(contract.getModel, (ctx, { model }) => readModel(ctx, model));
