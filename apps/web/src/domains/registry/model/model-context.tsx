"use client";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { createContext, useContext } from "react";

const Context = createContext<RegisteredModel | undefined>(undefined);

export const ModelProvider = Context;

/** The model of the page, as fresh as it was last heard of. */
export function useModel(): RegisteredModel {
  const model = useContext(Context);
  if (!model) throw new Error("useModel is for the parts of a model's page");
  return model;
}
