"use client";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { createContext, useContext } from "react";

const Context = createContext<PromotionRequest | undefined>(undefined);

export const RequestProvider = Context.Provider;

export function useRequest(): PromotionRequest {
  const request = useContext(Context);
  if (!request) throw new Error("useRequest is for the parts of a request's page");
  return request;
}

export const isUndecided = ({ state }: Pick<PromotionRequest, "state">): boolean => state === "open" || state === "voting";
