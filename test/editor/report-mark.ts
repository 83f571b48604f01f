/** What each line of the tests' own report begins with, among all else that a workbench logs. */
export const REPORT_MARK = '[lockscope-test]';
