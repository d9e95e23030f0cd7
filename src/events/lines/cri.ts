/** A line of the kubelet's log files: a piece of what a container wrote to a stream, or all of it. */
export type CriLine = {readonly time: string; readonly stream: string; readonly ends: boolean; readonly rest: string};

const head = /^(\d{4}-\d\d-\d\dT\S{1,64}) (stdout|stderr) ([PF])(?::\S*)?(?: |$)/;
const longestHead = 128;

/** `2016-10-06T00:17:09.669794202Z stdout F text`. @returns `undefined` for any other line. */
export function readCri(text: string): CriLine | undefined {
	const found = head.exec(text.length > longestHead ? text.slice(0, longestHead) : text);
	if (found === null) {
		return undefined;
	}
	const [whole, time = '', stream = '', tag] = found;
	return {time, stream, ends: tag === 'F', rest: text.slice(whole.length)};
}
