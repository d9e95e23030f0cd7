import {readdirSync, statSync} from 'node:fs';

/** What any process has open that may be looked into from here: the user's own, or all for root. By device and inode, as `DEV:INO`; none where the system has no /proc. */
export function openFiles(): ReadonlySet<string> {
	const open = new Set<string>();
	for (const pid of namesIn('/proc')) {
		for (const fd of /^\d+$/.test(pid) ? namesIn(`/proc/${pid}/fd`) : []) {
			try {
				const {dev, ino} = statSync(`/proc/${pid}/fd/${fd}`, {bigint: true});
				open.add(`${dev}:${ino}`);
			} catch {
				// It was closed meanwhile.
			}
		}
	}
	return open;
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
