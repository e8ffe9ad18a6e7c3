import {
  getCluster,
  inspectKubeconfig,
  listCalls,
  listClusters,
  readAgain,
  registerCluster,
  removeCluster,
  updateCluster,
} from "@plumbline/core/clusters";
import { routes } from "./bind-verbs.ts";

export const clusterRoutes = routes([
  listClusters,
  getCluster,
  inspectKubeconfig,
  registerCluster,
  updateCluster,
  removeCluster,
  readAgain,
  listCalls,
]);
