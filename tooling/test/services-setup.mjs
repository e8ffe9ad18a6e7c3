import { findVersitygw } from "../versitygw.mjs";

/** Gives tests the path of a server that npm does not bring. */
export async function setup(project) {
  project.provide("versitygw", await findVersitygw(process.env));
}
