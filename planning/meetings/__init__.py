"""Meetings of groups: agenda, invitations, attendance and quorum, minutes with resolutions and tasks, calendars."""
