/** What precedes the object on a line, and what it says about the line. */
export type Prefix = {
	/** A compose service, a pod, a CRI stream, a syslog host. The prefix itself if it names nothing. */
	readonly origin: string;
	readonly rest: string;
	/** The prefix's own time, used for an object without one. */
	readonly time: string | undefined;
	/** The host that the prefix names. */
	readonly host: string | undefined;
	/** For a CRI line: whether the text continues in the stream's next line. */
	readonly piece: 'partial' | 'full' | undefined;
};

type Form = {readonly pattern: RegExp; readonly prefix: (parts: RegExpExecArray, rest: string) => Prefix};

const colour = '(?:\\u001b\\[[\\d;]{0,16}m)?';
const cee = '(?:@cee: ?)?';

const forms: readonly Form[] = [
	{
		// The kubelet's log files: 2016-10-06T00:17:09.669794202Z stdout F text
		pattern: /^(\d{4}-\d\d-\d\dT\S{1,64}) (stdout|stderr) ([PF])(?::\S*)?(?: |$)/,
		prefix: ([, time, stream = '', tag], rest) => ({...nothing, origin: stream, rest, time, piece: tag === 'P' ? 'partial' : 'full'}),
	},
	{
		// docker compose: web-1  | {...}
		pattern: new RegExp(`^${colour}([\\w][\\w.-]{0,254}) *\\| ${colour}(?=\\{)`),
		prefix: ([, service = ''], rest) => ({...nothing, origin: service, rest}),
	},
	{
		// kubectl logs --prefix: [pod/web-7d9/app] {...}
		pattern: /^\[(pod\/([^\]\s/]{1,253})(?:\/[^\]\s]{0,253})?)\] (?=\{)/,
		prefix: ([, origin = '', pod], rest) => ({...nothing, origin, rest, host: pod}),
	},
	{
		// RFC 5424: <165>1 2003-10-11T22:14:15.003Z host app 111 ID47 [data] {...}
		pattern: new RegExp(
			`^<\\d{1,3}>\\d{1,2} (\\S{1,64}) (\\S{1,255}) (\\S{1,48}) \\S{1,128} \\S{1,32} (?:-|(?:\\[(?:[^\\]\\\\]|\\\\.)*\\])+) \\uFEFF?${cee}(?=\\{)`,
		),
		prefix: ([, time, host = '', app = ''], rest) => ({
			...nothing,
			origin: host === '-' ? app : host,
			rest,
			time,
			host: host === '-' ? undefined : host,
		}),
	},
	{
		// RFC 3164, in a file without its <34>: Oct 11 22:14:15 host app[230]: {...}. Its time has no year, so it is
		// ignored.
		pattern: new RegExp(
			`^(?:<\\d{1,3}>)?[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d (\\S{1,255}) [^\\s:[]{1,48}(?:\\[[^\\]\\s]{0,128}\\])?: ?${cee}(?=\\{)`,
		),
		prefix: ([, host = ''], rest) => ({...nothing, origin: host, rest, host}),
	},
	{pattern: /^@cee: ?(?=\{)/, prefix: (_, rest) => ({...nothing, origin: '@cee', rest})},
	{pattern: /^data: ?(?=\{)/, prefix: (_, rest) => ({...nothing, origin: 'data', rest})},
];

const nothing = {time: undefined, host: undefined, piece: undefined} as const;

/** The longest possible prefix. The rest of the line is not searched. */
const longestPrefix = 4096;

/** @returns `undefined` for a line without a known prefix before an object. */
export function takePrefix(text: string): Prefix | undefined {
	const start = text.length > longestPrefix ? text.slice(0, longestPrefix) : text;
	for (const {pattern, prefix} of forms) {
		const parts = pattern.exec(start);
		if (parts !== null) {
			return prefix(parts, text.slice(parts[0].length));
		}
	}
	return undefined;
}
