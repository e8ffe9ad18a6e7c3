import Policy from "../page.tsx";

/** For policies whose names are those of pages beside them. */
export default Policy;
