"""Who wrote it and where: datelines, credits, agencies under all their names."""
