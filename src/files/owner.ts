import process from 'node:process';

/** Whether what has this owner is the user's. Where users have no numbers, all is. */
export const isOurs = (uid: number): boolean => process.geteuid === undefined || uid === process.geteuid();

/** Whether its mode lets others write, the group's members among them. */
export const isOpenToOthers = (mode: number): boolean => isOpenToGroup(mode) || isOpenToAll(mode);

export const isOpenToAll = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o002) !== 0;

const isOpenToGroup = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o020) !== 0;
