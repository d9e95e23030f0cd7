import {readdirSync, readlinkSync, statSync} from 'node:fs';
import {basename} from 'node:path';

/**
The files that are open in any process we may inspect: the user's own, or all as root. Empty without /proc.

@param names - Only files with these names are checked, because others may be on a disk that doesn't respond.
@returns Device and inode of each file, as `DEV:INO`.
*/
export function openFiles(names: ReadonlySet<string>): ReadonlySet<string> {
	const open = new Set<string>();
	for (const pid of namesIn('/proc')) {
		for (const fd of /^\d+$/.test(pid) ? namesIn(`/proc/${pid}/fd`) : []) {
			try {
				const link = `/proc/${pid}/fd/${fd}`;
				if (names.has(basename(readlinkSync(link)))) {
					const {dev, ino} = statSync(link, {bigint: true});
					open.add(`${dev}:${ino}`);
				}
			} catch {
				// It was closed in the meantime.
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
