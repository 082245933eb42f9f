"""The ledger to take away: a site that opens from disk, and a dossier of one incident, with no server and no request."""

from counterclaim.site.dossier import dossier_html, dossier_pdf
from counterclaim.site.folder import site_files
from counterclaim.site.notebook import incident_html, ledger_html, reading_html, show_richly

__all__ = ["dossier_html", "dossier_pdf", "incident_html", "ledger_html", "reading_html", "show_richly", "site_files"]
