import * as v from 'valibot';
import {UsageError} from '../errors.ts';
import {isFields} from '../events/fields.ts';
import {didYouMean} from '../shared/nearest.ts';
import {type ConfigFile, configSchema, keysAt} from './config-schema.ts';

/**
Checks the content of a config file.

@param path - Named in errors.
@throws UsageError that names the wrong key, where it is, and the nearest known one.
*/
export function checkConfig(content: unknown, path: string): ConfigFile {
	if (!isFields(content)) {
		throw new UsageError(`${path}: must be an object with keys such as source and window`);
	}
	const checked = v.safeParse(configSchema, content);
	if (checked.success) {
		return checked.output;
	}
	const [issue] = checked.issues;
	const place = (issue.path ?? []).map(({key}) => String(key));
	throw new UsageError(
		`${path}: ${issue.type === 'strict_object' && issue.expected === 'never' ? unknownKey(place) : wrongValue(place, issue)}`,
	);
}

function unknownKey(place: readonly string[]): string {
	const parents = place.slice(0, -1);
	const key = place.at(-1) ?? '';
	const known = keysAt(parents[0]);
	return `unknown key ${place.join('.')}${didYouMean(key, known) || ` (one of ${known.join(', ')})`}`;
}

function wrongValue(place: readonly string[], issue: {readonly message: string; readonly received: string}): string {
	return place.length === 0 ? `must be an object, not ${issue.received}` : `${place.join('.')} ${issue.message} (got ${issue.received})`;
}
