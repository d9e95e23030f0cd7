import * as v from 'valibot';
import {incidentThresholds} from '../insight/incidents/settings.ts';

/**
What is made of a key in a file that was found near the working directory, which may be a stranger's; the user's own file may say everything.

- `drawn`: taken, for it only says how things look.
- `judged`: taken, and told where a verdict is, for it says how lines are read, which count and what is wrong with them.
- `ignored`: it would write, run, record, alert or open something.
*/
export type WhenFound = 'drawn' | 'judged' | 'ignored';

const setting = <Schema extends v.GenericSchema>(whenFound: WhenFound, schema: Schema) => Object.assign(v.optional(schema), {whenFound});

type Setting = {readonly whenFound: WhenFound};
type Section = {readonly wrapped: {readonly entries: Readonly<Record<string, Setting>>}};

const text = v.string('must be a text');
const flag = v.boolean('must be true or false');
const command = v.pipe(v.array(text, 'must be a list: the program and its arguments'), v.minLength(1, 'names no program'));

const threshold = Object.assign(v.exactOptional(v.pipe(v.number('must be a number'), v.minValue(0, 'must not be negative'))), {
	whenFound: 'judged',
} as const);

const thresholds = Object.fromEntries(Object.keys(incidentThresholds).map(name => [name, threshold]));

/** What a config file may hold. docs/config-schema.json says the same to editors. */
export const configSchema = v.strictObject({
	$schema: setting('drawn', text),
	source: v.optional(
		v.strictObject(
			{
				files: setting('ignored', v.array(text, 'must be a list of paths')),
				follow: setting('ignored', flag),
				command: setting('ignored', command),
			},
			'must hold files, follow or command',
		),
	),
	window: setting('drawn', text),
	timeZone: setting('judged', text),
	dialect: setting('judged', text),
	map: setting('judged', v.record(text, text, 'must hold a name for each field')),
	filter: setting('judged', text),
	theme: setting('drawn', text),
	ascii: setting('drawn', flag),
	fps: setting('drawn', v.number('must be a number')),
	incidents: v.optional(v.strictObject(thresholds, 'must hold thresholds, see incidents.md')),
	alerts: v.optional(
		v.strictObject(
			{
				rules: setting('judged', v.array(text, 'must be a list of rules')),
				bell: setting('ignored', flag),
				onAlert: setting('ignored', command),
			},
			'must hold rules, bell or onAlert',
		),
	),
	record: v.optional(
		v.strictObject(
			{path: setting('ignored', text), max: setting('ignored', text), off: setting('ignored', flag)},
			'must hold path, max or off',
		),
	),
} satisfies Record<string, Setting | Section>);

export type ConfigFile = v.InferOutput<typeof configSchema>;
