import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The licences of all packages with files in the bundle, as one text. */
export function thirdPartyLicences(inputs: Iterable<string>): string {
	const folders = new Set<string>();
	for (const input of inputs) {
		const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
		if (folder) {
			folders.add(folder);
		}
	}
	return [...folders].sort().map(noticeOf).join('\n\n');
}

function noticeOf(folder: string): string {
	const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
	const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
	return `${name} ${version} (${license})\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
}
