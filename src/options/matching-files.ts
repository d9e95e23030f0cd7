import {readdir, realpath, stat, statfs, statSync} from 'node:fs';
import {isAbsolute, resolve} from 'node:path';
import type {GlobOptions} from 'tinyglobby';
import {fileNamed, filesShownAs} from '../files/file-names.ts';

const virtualFolder = /^\/(?:dev|proc|sys)(?:\/|$)/;
const virtualTypes = [0x9fa0, 0x62656572]; // Linux: proc and sysfs, wherever they are mounted

/**
The regular files that match a glob. As in a shell or with `grep -r`, `**` doesn't enter a link to a folder, which may
lead out of the tree or in a circle. /dev, /proc and /sys are entered only if the glob begins there.
*/
export async function matchingFiles(pattern: string): Promise<readonly string[]> {
	const {glob} = await import('tinyglobby');
	const matching = await glob(pattern, {expandDirectories: false, absolute: isAbsolute(pattern), fs: fileSystemFor(resolve(pattern))});
	// In a shared folder, anyone may have put a link to a device.
	const isRegular = (each: string) => statSync(fileNamed(each), {throwIfNoEntry: false})?.isFile();
	return matching.flatMap(filesShownAs).filter(isRegular).toSorted();
}

/** The functions of `fs` that a search calls, changed so that they show nothing of what isn't to be entered. */
function fileSystemFor(pattern: string): NonNullable<GlobOptions['fs']> {
	const isNamed = virtualFolder.test(pattern);
	const deepestLink = partsBefore(pattern);
	return {
		readdir: new Proxy(readdir, {
			apply(read, self, args) {
				const [folder, done] = [args.at(0), args.at(-1)];
				statfs(folder, (_, system) => {
					const isVirtual = virtualFolder.test(folder) || virtualTypes.includes(system?.type);
					isVirtual && !isNamed ? done(null, []) : Reflect.apply(read, self, args);
				});
			},
		}),
		realpath: new Proxy(realpath, {
			apply(find, self, args) {
				const [link, done] = [args.at(0), args.at(-1)];
				stat(link, (error, target) => {
					const isEntered = error === null && target.isDirectory() && link.split('/').length > deepestLink;
					isEntered ? done(new Error('not entered')) : Reflect.apply(find, self, args);
				});
			},
		}),
		stat,
	};
}

/** The number of parts of a glob before the first one that stands for any number of folders. */
function partsBefore(pattern: string): number {
	const parts = pattern.split('/');
	const anyDepth = parts.findIndex(part => part.includes('**') || part.split('{').length !== part.split('}').length);
	return anyDepth === -1 ? parts.length : anyDepth;
}
