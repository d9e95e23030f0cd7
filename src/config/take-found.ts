import type {WhenFound} from '../options/option.ts';
import type {ConfigFile} from './config-schema.ts';
import {type Said, saidIn} from './config-values.ts';

export type TakenConfig = {
	readonly taken: readonly Said[];
	/** Of what is taken, the keys that say how it is judged what is in a log, such as `alerts.rules`. */
	readonly judged: readonly string[];
	readonly ignored: readonly string[];
};

/** What is taken of a file that was found near the working directory. */
export function takeFound(file: ConfigFile): TakenConfig {
	const said = saidIn(file);
	const named = (wanted: WhenFound) => said.filter(({known}) => known.whenFound === wanted).map(({known}) => known.key);
	return {taken: said.filter(({known}) => known.whenFound !== 'ignored'), judged: named('judged'), ignored: named('ignored')};
}
