/** One key as the footer and the help show it: `{key: '/', label: 'filter'}`. */
export type KeyHint = {readonly key: string; readonly label: string};
