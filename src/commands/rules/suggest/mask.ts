/** A text without what differs from line to line: ids, numbers, times, quoted texts. Texts of one kind have one mask. */
export function maskOf(text: string): string {
	return text
		.slice(0, 500)
		.replaceAll(/"[^"]{0,200}"|'[^']{0,200}'/g, '""')
		.replaceAll(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '#')
		.replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/gi, '#')
		.replaceAll(/\d+(?:[.,:]\d+)*/g, '#');
}
