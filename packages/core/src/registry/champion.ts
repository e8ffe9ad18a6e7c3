/** The alias of the version that others are compared with; protected in every workspace. */
export const champion = "champion";
