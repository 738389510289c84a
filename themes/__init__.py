"""Floor 4: colours and TCSS, one file each; nothing else."""
